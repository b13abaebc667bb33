import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
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
