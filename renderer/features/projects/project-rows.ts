import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { VibeWithCuts } from '../../../protocol/wire/vibe.ts';
import { numberedFiles } from '../../platform/cut-facts.ts';

/** One row of the project page. `level`, `position` and `of` are the treegrid's, counted from 1. */
export type Row = { key: string; level: 1 | 2 | 3; position: number; of: number; vibe: VibeWithCuts } & (
  | { kind: 'vibe'; open: boolean }
  | { kind: 'cut'; cut: Cut; open: boolean }
  | { kind: 'file'; cut: Cut; file: File; version: number | null }
  | { kind: 'no-files'; cut: Cut }
  | { kind: 'no-cuts' }
);

/** Which rows are open. Vibes are open unless closed; cuts are closed unless opened. */
export type Folding = { closedVibes: ReadonlySet<string>; openCuts: ReadonlySet<string> };

/** The project as a flat list of rows. */
export function projectRows(project: ProjectSnapshot, folding: Folding): Row[] {
  return project.vibes.flatMap((vibe, index) => {
    const open = !folding.closedVibes.has(vibe.id);
    const head: Row = {
      kind: 'vibe',
      key: vibe.id,
      level: 1,
      position: index + 1,
      of: project.vibes.length,
      vibe,
      open,
    };
    if (!open) return [head];
    if (vibe.cuts.length === 0)
      return [head, { kind: 'no-cuts', key: `${vibe.id} empty`, level: 2, position: 1, of: 1, vibe }];
    return [head, ...vibe.cuts.flatMap((cut, place) => cutRows(vibe, cut, place, folding))];
  });
}

function cutRows(vibe: VibeWithCuts, cut: Cut, place: number, folding: Folding): Row[] {
  const open = folding.openCuts.has(cut.id);
  const head: Row = {
    kind: 'cut',
    key: cut.id,
    level: 2,
    position: place + 1,
    of: vibe.cuts.length,
    vibe,
    cut,
    open,
  };
  if (!open) return [head];
  if (cut.files.length === 0)
    return [head, { kind: 'no-files', key: `${cut.id} empty`, level: 3, position: 1, of: 1, vibe, cut }];
  const files = numberedFiles(cut);
  return [
    head,
    ...files.map(
      ({ file, version }, index): Row => ({
        kind: 'file',
        key: file.id,
        level: 3,
        position: index + 1,
        of: files.length,
        vibe,
        cut,
        file,
        version,
      }),
    ),
  ];
}

/** Height in pixels, so that long lists need no measuring. Narrow rows take two lines. */
export function rowHeight(row: Row, narrow: boolean): number {
  switch (row.kind) {
    case 'vibe':
      return 48;
    case 'cut':
      return narrow ? 52 : 36;
    case 'file':
      return narrow ? 48 : 32;
    default:
      return 36;
  }
}

/** Opens or closes a row. */
export function toggle(folding: Folding, row: Row): Folding {
  if (row.kind === 'vibe') return { ...folding, closedVibes: flip(folding.closedVibes, row.vibe.id) };
  if (row.kind === 'cut') return { ...folding, openCuts: flip(folding.openCuts, row.cut.id) };
  return folding;
}

/** Opens a vibe, so that its cuts can be shown. */
export function unfold(folding: Folding, vibeId: string): Folding {
  return folding.closedVibes.has(vibeId)
    ? { ...folding, closedVibes: flip(folding.closedVibes, vibeId) }
    : folding;
}

function flip(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Whether the row can be opened and played: a cut or a version. */
function isHeard(row: Row): row is Extract<Row, { kind: 'cut' | 'file' }> {
  return row.kind === 'cut' || (row.kind === 'file' && row.version !== null);
}

export type GridStep =
  | { kind: 'focus'; index: number }
  | { kind: 'toggle'; index: number }
  | { kind: 'open'; index: number }
  | { kind: 'play'; index: number }
  | { kind: 'stay' };

/** The effect of a key in the treegrid (ARIA Authoring Practices, treegrid pattern, row focus). */
export function stepByKey(rows: readonly Row[], index: number, key: string): GridStep | null {
  const row = rows[index];
  if (!row) return null;
  const last = rows.length - 1;
  switch (key) {
    case 'ArrowDown':
      return { kind: 'focus', index: Math.min(last, index + 1) };
    case 'ArrowUp':
      return { kind: 'focus', index: Math.max(0, index - 1) };
    case 'Home':
      return { kind: 'focus', index: 0 };
    case 'End':
      return { kind: 'focus', index: last };
    case 'PageDown':
      return { kind: 'focus', index: Math.min(last, index + 10) };
    case 'PageUp':
      return { kind: 'focus', index: Math.max(0, index - 10) };
    case 'ArrowRight':
      if (!('open' in row)) return { kind: 'stay' };
      return row.open ? { kind: 'focus', index: Math.min(last, index + 1) } : { kind: 'toggle', index };
    case 'ArrowLeft': {
      if ('open' in row && row.open) return { kind: 'toggle', index };
      const parent = rows.findLastIndex((candidate, at) => at < index && candidate.level < row.level);
      return parent < 0 ? { kind: 'stay' } : { kind: 'focus', index: parent };
    }
    case 'Enter':
      if (row.kind === 'vibe') return { kind: 'toggle', index };
      return isHeard(row) ? { kind: 'open', index } : { kind: 'stay' };
    case ' ':
      return isHeard(row) ? { kind: 'play', index } : null;
    default:
      return null;
  }
}
