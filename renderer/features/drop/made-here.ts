import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import type { LaidOperation } from '../pending/lingering.ts';
import { readCommand } from '../pending/read-command.ts';

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

/** What stands where there are no cuts or files yet: what can come in, if the server knows the place. */
export function emptyPlaceWords(
  place: 'vibe' | 'cut' | 'cut-page',
  madeHere: boolean,
  bounceFolders: boolean,
): string {
  switch (place) {
    case 'vibe':
      if (madeHere) return 'No cuts yet. Files can come once it is sent.';
      return `No cuts yet. Drop files here${bounceFolders ? ', or just bounce' : ''}.`;
    case 'cut':
      return `No files yet. ${madeHere ? 'They can come once it is sent' : 'Drop one here'}.`;
    case 'cut-page':
      return `Nothing to hear yet. ${madeHere ? 'Files can come once the cut is sent.' : 'Drop a bounce here, and it plays.'}`;
  }
}
