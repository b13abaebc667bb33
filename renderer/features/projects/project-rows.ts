import type { Cut } from '../../../protocol/wire/cut.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import type { VibeWithCuts } from '../../../protocol/wire/vibe.ts';
import { numberedFiles } from '../../platform/cut-facts.ts';
import { mainMix, newestFirst, type SongOrder } from '../../platform/songs.ts';

/** One row of the project page. `level`, `position` and `of` are the treegrid's, counted from 1. */
export type Row = { key: string; level: 1 | 2 | 3; position: number; of: number; vibe: VibeWithCuts } & (
  | { kind: 'vibe'; open: boolean }
  /** `look`: how large it is. `isSong`: it stands for its whole vibe, whose other cuts are below it. */
  | { kind: 'cut'; cut: Cut; open: boolean; look: 'song' | 'alternate'; isSong: boolean }
  | { kind: 'file'; cut: Cut; file: File; version: number | null }
  | { kind: 'no-files'; cut: Cut }
  /** A vibe without cuts. */
  | { kind: 'empty' }
);

/** Which rows are open. Vibes are open unless closed; cuts are closed unless opened. */
export type Folding = { closedVibes: ReadonlySet<string>; openCuts: ReadonlySet<string> };

/** The project as a flat list of rows: a song, or a heading with its songs. */
export function projectRows(project: ProjectSnapshot, folding: Folding, order: SongOrder): Row[] {
  const vibes = order === 'newest' ? newestFirst(project.vibes) : project.vibes;
  return vibes.flatMap((vibe, index): Row[] => {
    const place = { position: index + 1, of: vibes.length, vibe };
    const main = mainMix(vibe);
    if (main) return songRows({ ...place, level: 1 }, main, folding);
    if (vibe.cuts.length === 0) return [{ kind: 'empty', key: vibe.id, level: 1, ...place }];
    const open = !folding.closedVibes.has(vibe.id);
    const head: Row = { kind: 'vibe', key: vibe.id, level: 1, ...place, open };
    if (!open) return [head];
    return [
      head,
      ...vibe.cuts.flatMap((cut, at) =>
        cutRows({ level: 2, position: at + 1, of: vibe.cuts.length, vibe }, cut, 'song', folding),
      ),
    ];
  });
}

type Place = Pick<Row, 'level' | 'position' | 'of' | 'vibe'>;

/** The song of a vibe, with its alternates before its own files while it is open. */
function songRows(place: Place, main: Cut, folding: Folding): Row[] {
  const [head, ...files] = cutRows(place, main, 'song', folding);
  if (head?.kind !== 'cut') return [];
  const song: Row = { ...head, isSong: true };
  if (!head.open) return [song];
  const alternates = place.vibe.cuts.filter((cut) => cut !== main);
  const own = files.filter(({ kind }) => kind === 'file');
  const of = alternates.length + own.length;
  if (of === 0) return [song, ...files];
  return [
    song,
    ...alternates.flatMap((cut, at) =>
      cutRows({ level: 2, position: at + 1, of, vibe: place.vibe }, cut, 'alternate', folding),
    ),
    ...own.map((row, at) => ({ ...row, position: alternates.length + at + 1, of })),
  ];
}

function cutRows(place: Place, cut: Cut, look: 'song' | 'alternate', folding: Folding): Row[] {
  const { vibe } = place;
  const open = folding.openCuts.has(cut.id);
  const head: Row = { kind: 'cut', key: cut.id, ...place, cut, open, look, isSong: false };
  if (!open) return [head];
  const level = place.level === 1 ? 2 : 3;
  if (cut.files.length === 0)
    return [head, { kind: 'no-files', key: `${cut.id} empty`, level, position: 1, of: 1, vibe, cut }];
  const files = numberedFiles(cut);
  return [
    head,
    ...files.map(
      ({ file, version }, index): Row => ({
        kind: 'file',
        key: file.id,
        level,
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

/** The space below a song, in pixels. */
export const songGap = 6;

/** Whether this is the last row of a song's card: the next one, if any, is another song or a heading. */
export function endsCard(rows: readonly Row[], index: number): boolean {
  const [row, next] = [rows[index], rows[index + 1]];
  if (row?.kind === 'vibe') return false;
  return (
    !next || next.kind === 'vibe' || next.kind === 'empty' || (next.kind === 'cut' && next.look === 'song')
  );
}

/** Height in pixels, so that long lists need no measuring. A narrow song has its waveform below its name. */
export function rowHeight(rows: readonly Row[], index: number, narrow: boolean): number {
  const row = rows[index];
  const gap = endsCard(rows, index) ? songGap : 0;
  if (row?.kind === 'vibe') return 44;
  if (row?.kind === 'empty') return 72 + gap;
  if (row?.kind === 'cut' && row.look === 'song') return (narrow ? 96 : 72) + gap;
  return (narrow && row?.kind === 'file' ? 48 : 40) + gap;
}

/** Opens or closes a row. */
export function toggle(folding: Folding, row: Row): Folding {
  if (row.kind === 'vibe') return { ...folding, closedVibes: flip(folding.closedVibes, row.vibe.id) };
  if (row.kind === 'cut') return { ...folding, openCuts: flip(folding.openCuts, row.cut.id) };
  return folding;
}

/** Opens a vibe, or the song that it is, so that all its cuts are in the list. */
export function unfold(folding: Folding, vibe: VibeWithCuts): Folding {
  const main = mainMix(vibe);
  if (main && !folding.openCuts.has(main.id))
    return { ...folding, openCuts: flip(folding.openCuts, main.id) };
  return folding.closedVibes.has(vibe.id)
    ? { ...folding, closedVibes: flip(folding.closedVibes, vibe.id) }
    : folding;
}

/** The row of a cut, or of a vibe: its heading or its song. -1 if it is folded away. */
export function findRow(rows: readonly Row[], id: string): number {
  const at = rows.findIndex(({ key }) => key === id);
  return at >= 0 ? at : rows.findIndex(({ vibe }) => vibe.id === id);
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
