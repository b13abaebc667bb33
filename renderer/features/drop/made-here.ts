import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import type { PendingOperation } from '../../../protocol/ipc/outbox.ts';
import { readCommand } from '../waiting/read-command.ts';

/** Whether the place of a drop, or what it is in, was made here and the server doesn't know it yet. */
export function isMadeHere(operations: readonly PendingOperation[], target: DropTarget): boolean {
  const places: string[] = [target.projectId];
  if (target.kind === 'vibe') places.push(target.vibeId);
  if (target.kind === 'cut') places.push(target.cutId);
  return operations.some((operation) => {
    const command = readCommand(operation);
    switch (command?.kind) {
      case 'project.create':
      case 'vibe.create':
      case 'cut.create':
        return places.includes(command.payload.id);
      default:
        return false;
    }
  });
}
