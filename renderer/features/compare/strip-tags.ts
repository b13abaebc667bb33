import type { Change, Difference } from '../../../protocol/wire/difference.ts';

/** The number that labels a change in the strip. `left` in pixels; `row` counts bands from the top, and may be between two. */
export type Tag = { change: Change; left: number; row: number };

const most = 4;

/** In pixels, the space that a tag needs. */
const room = { across: 52, rows: 2 };
/** The label of a removed section begins a little behind its place, in the highest rows. */
const removedLabel = { from: 4, to: 78, rows: 2 };

/** Labels for the largest changes in level, as far as they don't overlap. */
export function tagsOf(
  { bands, changes }: Pick<Difference, 'bands' | 'changes'>,
  duration: number,
  width: number,
): Tag[] {
  if (!(duration > 0) || !(width > 0)) return [];
  const tags: Tag[] = [];
  const removed = changes
    .filter(({ kind }) => kind === 'removed')
    .map(({ from }) => (from * width) / duration);
  const bySize = changes
    .filter(({ band, decibels }) => band !== undefined && decibels !== undefined)
    .sort((one, other) => weight(other) - weight(one));
  for (const change of bySize) {
    const middle = (((change.from + change.to) / 2) * width) / duration;
    const tag = {
      change,
      left: Math.min(width - room.across / 2, Math.max(room.across / 2, middle)),
      row: bands.length - 1 - bandIndex(bands, change),
    };
    const isFree = tags.every(
      ({ left, row }) => Math.abs(left - tag.left) > room.across || Math.abs(row - tag.row) >= room.rows,
    );
    const isUnderLabel = removed.some(
      (left) =>
        tag.row < removedLabel.rows &&
        tag.left > left + removedLabel.from - room.across / 2 &&
        tag.left < left + removedLabel.to + room.across / 2,
    );
    if (isFree && !isUnderLabel && tags.length < most) tags.push(tag);
  }
  return tags;
}

const weight = ({ from, to, decibels = 0 }: Change) => Math.abs(decibels) * Math.sqrt(Math.max(0, to - from));

/** The middle of the change's bands, as an index, which may be between two. */
function bandIndex(bands: readonly number[], { band }: Change): number {
  const inside = bands.flatMap((hertz, index) =>
    band && hertz >= band.from * 0.99 && hertz <= band.to * 1.01 ? [index] : [],
  );
  return inside.length === 0
    ? bands.length / 2
    : inside.reduce((sum, index) => sum + index, 0) / inside.length;
}
