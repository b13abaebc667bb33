import { readCommand } from '../../../commands/read-command.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import type { Person } from '../../../protocol/wire/user.ts';
import { isRefused } from '../pending/port.ts';
import type { Delivery } from './delivery.ts';
import type { ShownMessage } from './message-rows.ts';

/** The conversation's messages that the server has not confirmed, in the order they were written. */
export function pendingMessages(
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

function deliveryOfOperation(operation: PendingOperation): Delivery {
  if (isRefused(operation)) return { kind: 'refused', operation };
  const { kind } = operation.state;
  if (kind === 'confirmed') return { kind: 'delivered' };
  return { kind: kind === 'sending' ? 'sending' : 'queued' };
}
