import { isReadBy } from '../../../protocol/state/chat-state.ts';
import type { Conversation, Message } from '../../../protocol/wire/chat.ts';
import { chatText } from '../../text/chat.ts';
import type { RefusedOperation } from '../pending/port.ts';

/**
 * The state of a message that the user sent. `queued`: kept here until the server can be reached; `delivered`: the
 * server has it; `read`: the other person has seen it; `refused`: the server rejected it.
 */
export type Delivery =
  | { kind: 'queued' }
  | { kind: 'sending' }
  | { kind: 'refused'; operation: RefusedOperation }
  | { kind: 'delivered' }
  | { kind: 'read' };

export function deliveryOf(message: Message, conversation: Conversation): Delivery {
  const other = conversation.participants.find(({ id }) => id !== message.sender.id);
  return other && isReadBy(conversation, message, other.id) ? { kind: 'read' } : { kind: 'delivered' };
}

export function deliveryText(delivery: Delivery): string {
  return delivery.kind === 'refused'
    ? chatText.delivery.refused(delivery.operation.state.message)
    : chatText.delivery[delivery.kind];
}
