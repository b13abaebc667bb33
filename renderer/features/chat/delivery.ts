import { isReadBy } from '../../../protocol/state/chat-state.ts';
import type { Conversation, Message } from '../../../protocol/wire/chat.ts';
import type { RefusedOperation } from '../pending/port.ts';

/**
 * How far a message of one's own has come. `queued`: kept here until the server is reached; `delivered`: the server has
 * it; `read`: the other one has seen it; `refused`: it will not go out as it is.
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

export function deliveryWords(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'queued':
      return 'Waiting for the connection';
    case 'sending':
      return 'Sending';
    case 'refused':
      return `Not sent: ${delivery.operation.state.message}`;
    case 'delivered':
      return 'Delivered';
    case 'read':
      return 'Read';
  }
}
