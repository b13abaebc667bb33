import { descriptorOf } from '../../../commands/descriptors.ts';
import { readCommand } from '../../../commands/read-command.ts';
import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';

/** Whether a place for files, or what contains it, was created here and the server doesn't know it yet. */
export function isMadeHere(operations: readonly PendingOperation[], target: DropTarget): boolean {
  const places: string[] = [target.projectId];
  if (target.kind === 'vibe') places.push(target.vibeId);
  if (target.kind === 'cut') places.push(target.cutId);
  return operations.some((operation) => {
    if (operation.state.kind === 'confirmed') return false;
    const command = readCommand(operation);
    if (!command) return false;
    const { creates, subject } = descriptorOf(command.kind);
    return creates === true && places.includes(subject(command.payload));
  });
}
