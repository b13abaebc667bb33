import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Conversation } from '../../../protocol/wire/chat.ts';
import type { CommandPayload } from '../../../protocol/wire/command.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { readCommand } from '../waiting/overlay.ts';
import type { Delivery } from './delivery.ts';
import type { ShownMessage } from './message-rows.ts';

/** What was written into a conversation and the server has not confirmed, in the order of writing. */
export function waitingMessages(
  operations: readonly PendingOperation[],
  conversationId: string,
  me: Person,
): ShownMessage[] {
  return operations.flatMap((operation) => {
    const command = readCommand(operation);
    if (command?.kind !== 'message.send' || command.payload.conversationId !== conversationId) return [];
    return [
      {
        id: command.payload.id,
        conversationId,
        sender: me,
        text: command.payload.text,
        createdAt: new Date(operation.createdAt).toISOString(),
        delivery: deliveryOfOperation(operation),
      },
    ];
  });
}

function deliveryOfOperation({ operationId, state }: PendingOperation): Delivery {
  return state.kind === 'refused' ? { kind: 'refused', operationId, message: state.message } : state;
}

/** The conversation that was begun with that person while the server could not be reached. */
export function waitingConversation(
  operations: readonly PendingOperation[],
  userId: string,
): CommandPayload<'conversation.open'> | null {
  for (const operation of operations) {
    const command = readCommand(operation);
    if (command?.kind === 'conversation.open' && command.payload.userId === userId) return command.payload;
  }
  return null;
}

/** How many messages are unread, given what was read here and is not known to the server yet. */
export function unreadCount(conversation: Conversation, operations: readonly PendingOperation[]): number {
  const isRead = operations.some((operation) => {
    const command = readCommand(operation);
    return (
      command?.kind === 'conversation.read' &&
      command.payload.conversationId === conversation.id &&
      operation.state.kind !== 'refused' &&
      command.payload.upTo === conversation.lastMessage?.id
    );
  });
  return isRead ? 0 : conversation.unreadCount;
}
