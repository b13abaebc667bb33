import type { DropTarget } from '../../../protocol/ipc/channels.ts';
import { dropText } from '../../text/drop.ts';

/** A row that things can be dropped on: a vibe, or one of its cuts. */
export type DropRow = {
  vibe: { id: string; name: string };
  cut?: { id: string; name: string };
};

/** The dragged thing: files from the system, or a cut of this project. */
export type Dragged = { kind: 'files' } | { kind: 'cut'; cutId: string; name: string; fromVibeId: string };

/** The effect of a drop here. `vibeId` and `cutId` are highlighted meanwhile. */
export type DropIntent =
  | { kind: 'new-version'; cutId: string; cutName: string }
  | { kind: 'new-cuts'; vibeId: string; vibeName: string }
  | { kind: 'by-song' }
  | { kind: 'new-project' }
  | { kind: 'move-cut'; cutId: string; cutName: string; vibeId: string; vibeName: string }
  | { kind: 'merge-cut'; cutId: string; cutName: string; intoId: string; intoName: string }
  | { kind: 'nothing'; reason: string };

/** `row` is the row under the pointer; null outside all rows. */
export function dropIntent(dragged: Dragged, row: DropRow | null): DropIntent {
  if (dragged.kind === 'cut') {
    if (!row) return { kind: 'nothing', reason: dropText.noVibe };
    if (row.vibe.id === dragged.fromVibeId && row.cut && row.cut.id !== dragged.cutId)
      return {
        kind: 'merge-cut',
        cutId: dragged.cutId,
        cutName: dragged.name,
        intoId: row.cut.id,
        intoName: row.cut.name,
      };
    if (row.vibe.id === dragged.fromVibeId)
      return { kind: 'nothing', reason: dropText.sameVibe(row.vibe.name) };
    return {
      kind: 'move-cut',
      cutId: dragged.cutId,
      cutName: dragged.name,
      vibeId: row.vibe.id,
      vibeName: row.vibe.name,
    };
  }
  if (!row) return { kind: 'by-song' };
  if (row.cut) return { kind: 'new-version', cutId: row.cut.id, cutName: row.cut.name };
  return { kind: 'new-cuts', vibeId: row.vibe.id, vibeName: row.vibe.name };
}

export function intentSentence(intent: DropIntent): string {
  switch (intent.kind) {
    case 'new-version':
      return dropText.newVersions(intent.cutName);
    case 'new-cuts':
      return dropText.newCuts(intent.vibeName);
    case 'by-song':
      return dropText.bySong;
    case 'new-project':
      return dropText.newProject;
    case 'move-cut':
      return dropText.moveCut(intent.cutName, intent.vibeName);
    case 'merge-cut':
      return dropText.mergeCut(intent.cutName, intent.intoName);
    case 'nothing':
      return intent.reason;
  }
}

/** Where an intent puts files; null if it is not about files. */
export function dropTarget(intent: DropIntent, projectId: string): DropTarget | null {
  switch (intent.kind) {
    case 'new-version':
      return { kind: 'cut', projectId, cutId: intent.cutId };
    case 'new-cuts':
      return { kind: 'vibe', projectId, vibeId: intent.vibeId };
    case 'by-song':
      return { kind: 'project', projectId };
    default:
      return null;
  }
}

/** Whether to highlight a row for an intent: the cut and its files, or the whole vibe. */
export function isLit(row: DropRow, intent: DropIntent | null): boolean {
  if (!intent) return false;
  if (intent.kind === 'new-version') return row.cut?.id === intent.cutId;
  if (intent.kind === 'merge-cut') return row.cut?.id === intent.intoId;
  if (intent.kind === 'new-cuts' || intent.kind === 'move-cut') return row.vibe.id === intent.vibeId;
  return false;
}
