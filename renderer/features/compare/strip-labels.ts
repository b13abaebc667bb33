import type { Change, Difference } from '../../../protocol/wire/difference.ts';
import { compareText } from '../../text/compare.ts';
import { formatGain } from '../../text/level.ts';

/** The height of a band, in pixels. */
export const bandHeight = 9;

/** The label of a change in the strip, by its top left corner, in pixels. */
export type StripLabel = { change: Change; text: string; left: number; top: number };

/** In pixels: the height of a label, its padding and border, the usual width of a character, and the space between two. */
const size = { height: 14, frame: 10, character: 6, gap: 6 };
/** So many labels of levels. */
const most = 4;

type Box = { left: number; top: number; width: number; height: number };

/**
 * Labels for the parts that are gone, then for the largest changes in level, as far as they lie neither over each other nor
 * over the edge. All changes are in the list below.
 */
export function stripLabels(
  { bands, changes }: Pick<Difference, 'bands' | 'changes'>,
  duration: number,
  width: number,
): StripLabel[] {
  if (!(duration > 0) || !(width > 0)) return [];
  const taken: Box[] = changes.flatMap((change) => sectionWords(change, bands.length, width / duration));
  const labels: StripLabel[] = [];
  const place = (change: Change, text: string, places: readonly { left: number; top: number }[]) => {
    const box = { width: widthOf(text), height: size.height };
    const free = places
      .map((at) => ({ ...at, ...box }))
      .find(
        (one) => one.left >= 0 && one.left + one.width <= width && !taken.some((other) => meet(one, other)),
      );
    if (!free) return false;
    taken.push(free);
    labels.push({ change, text, left: free.left, top: free.top });
    return true;
  };

  const removed = changes.filter(({ kind }) => kind === 'removed');
  for (const change of removed.toSorted((one, other) => lengthOf(other) - lengthOf(one))) {
    const text = compareText.whatChanged.change(change);
    const at = (change.from * width) / duration;
    // Behind its line, or before it.
    place(change, text, [
      { left: at + 6, top: 0 },
      { left: at - 4 - widthOf(text), top: 0 },
    ]);
  }
  const bySize = changes
    .filter(({ band, decibels }) => band !== undefined && decibels !== undefined)
    .toSorted((one, other) => weight(other) - weight(one));
  let levels = 0;
  for (const change of bySize) {
    const text = formatGain(change.decibels ?? 0);
    const [from, to] = [change.from, change.to].map((at) => (at * width) / duration) as [number, number];
    const row = bands.length - 1 - bandIndex(bands, change);
    const room = Math.max(0, to - from - widthOf(text));
    // In the middle of the change, else at its end or beginning.
    const places = [(from + to - widthOf(text)) / 2, from + room, from].map((left) => ({
      left: Math.min(width - widthOf(text), Math.max(0, left)),
      top: bandHeight * (row + 0.5) - size.height / 2,
    }));
    if (levels < most && place(change, text, places)) levels++;
  }
  return labels;
}

/** The word of a section that only one version has, in the middle of the section. */
export function sectionWord({ kind, from, to }: Change, pixelsPerSecond: number): string | null {
  if ((kind !== 'inserted' && kind !== 'replaced') || (to - from) * pixelsPerSecond <= 72) return null;
  return kind === 'inserted' ? compareText.whatChanged.newHere : compareText.whatChanged.otherMusic;
}

function sectionWords(change: Change, bands: number, pixelsPerSecond: number): Box[] {
  const word = sectionWord(change, pixelsPerSecond);
  if (word === null) return [];
  const width = widthOf(word);
  const middle = ((change.from + change.to) / 2) * pixelsPerSecond;
  const top = (bandHeight * bands - size.height) / 2;
  return [{ left: middle - width / 2, top, width, height: size.height }];
}

const widthOf = (text: string) => size.frame + size.character * text.length;

function meet(one: Box, other: Box): boolean {
  const isBeside = (from: number, length: number, otherFrom: number, otherLength: number) =>
    from + length + size.gap <= otherFrom || otherFrom + otherLength + size.gap <= from;
  return !(
    isBeside(one.left, one.width, other.left, other.width) ||
    isBeside(one.top, one.height, other.top, other.height)
  );
}

const lengthOf = ({ from, to }: Change) => Math.max(0, to - from);

const weight = (change: Change) => Math.abs(change.decibels ?? 0) * Math.sqrt(lengthOf(change));

/** The middle of the change's bands, as an index, which may be between two. */
function bandIndex(bands: readonly number[], { band }: Change): number {
  const inside = bands.flatMap((hertz, index) =>
    band && hertz >= band.from * 0.99 && hertz <= band.to * 1.01 ? [index] : [],
  );
  return inside.length === 0
    ? bands.length / 2
    : inside.reduce((sum, index) => sum + index, 0) / inside.length;
}
