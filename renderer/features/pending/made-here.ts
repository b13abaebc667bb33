import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import type { LaidOperation } from './lingering.ts';
import { readCommand } from './read-command.ts';

/** Whether a place of files, or what it is in, was made here and the server doesn't know it yet. */
export function isMadeHere(operations: readonly LaidOperation[], target: DropTarget): boolean {
  const places: string[] = [target.projectId];
  if (target.kind === 'vibe') places.push(target.vibeId);
  if (target.kind === 'cut') places.push(target.cutId);
  return operations.some((operation) => {
    if (operation.isConfirmed) return false;
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
