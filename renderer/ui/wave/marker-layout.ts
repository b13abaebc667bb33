import type { Comment } from '../../../protocol/wire/comment.ts';

/** A marker on the waveform: one comment, or several that are too close to tell apart. `at` is from 0 to 1. */
export type Marker = { key: string; at: number; comments: readonly [Comment, ...Comment[]] };

/** The part of the sound that is in sight, as shares of its duration. */
type View = { from: number; to: number };
const whole: View = { from: 0, to: 1 };

/**
 * Places comments, ordered by time, along a waveform of `width` pixels that shows `view`. A marker of one comment is `apart`
 * pixels wide, one of several is `pile`; markers that would overlap become one. A comment past the end, made on a longer
 * version, is placed at the end. One out of sight has no marker.
 */
export function layoutMarkers(
  comments: readonly Comment[],
  duration: number,
  width: number,
  apart = 16,
  view: View = whole,
  pile = apart,
): Marker[] {
  if (!(duration > 0) || !(width > 0)) return [];
  const markers: { at: number; comments: [Comment, ...Comment[]] }[] = [];
  const widthOf = ({ length }: readonly Comment[]) => (length > 1 ? pile : apart);
  /** In pixels. At the edges, a marker is moved inside. */
  const middleOf = ({ at, comments: those }: (typeof markers)[number]) => {
    const half = widthOf(those) / 2;
    return Math.max(half, Math.min(width - half, at * width));
  };
  for (const comment of comments) {
    const at = (Math.min(1, comment.timestamp / duration) - view.from) / (view.to - view.from);
    if (at < 0 || at > 1) continue;
    markers.push({ at, comments: [comment] });
    // A marker grows when another one joins it, and can then reach the one before it.
    for (;;) {
      const [before, last] = [markers.at(-2), markers.at(-1)];
      if (!before || !last) break;
      const least = (widthOf(before.comments) + widthOf(last.comments)) / 2;
      if (middleOf(last) - middleOf(before) >= least) break;
      before.comments.push(...last.comments);
      markers.pop();
    }
  }
  return markers.map((marker) => ({ ...marker, key: marker.comments[0].id }));
}

/** The comment that a click on a marker shows: the first, or the one after the comment that is already marked. */
export function nextOf(marker: Marker, markedId: string | null): Comment {
  const index = marker.comments.findIndex(({ id }) => id === markedId);
  return marker.comments[(index + 1) % marker.comments.length] ?? marker.comments[0];
}

/** More ranges than that would be a block, and slow. */
const mostBands = 100;

export type Band = { comment: Comment; left: number; width: number };

/** The open ranges in sight, as shares of the part in sight. */
export function layoutBands(comments: readonly Comment[], duration: number, view: View = whole): Band[] {
  if (!(duration > 0)) return [];
  const bands: Band[] = [];
  for (const comment of comments) {
    if (comment.endTimestamp === undefined || comment.resolvedAt) continue;
    const span = view.to - view.from;
    const left = Math.max(0, (comment.timestamp / duration - view.from) / span);
    const right = Math.min(1, (comment.endTimestamp / duration - view.from) / span);
    if (right > left) bands.push({ comment, left, width: right - left });
    if (bands.length === mostBands) break;
  }
  return bands;
}
