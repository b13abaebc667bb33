import type { Comment } from '../../../protocol/wire/comment.ts';

/** A marker on the waveform: one comment, or several that are too close to tell apart. `at` is from 0 to 1. */
export type Marker = { key: string; at: number; comments: readonly [Comment, ...Comment[]] };

/**
 * Places comments, ordered by time, along a waveform of `width` pixels. Markers never overlap: a comment less than
 * `apart` pixels after the first one of a marker joins that marker. A comment past the end, made on a longer version, is
 * placed at the end.
 */
export function layoutMarkers(
  comments: readonly Comment[],
  duration: number,
  width: number,
  apart = 16,
): Marker[] {
  if (!(duration > 0) || !(width > 0)) return [];
  const markers: { at: number; comments: [Comment, ...Comment[]] }[] = [];
  for (const comment of comments) {
    const at = Math.min(1, comment.timestamp / duration);
    const last = markers.at(-1);
    if (last && (at - last.at) * width < apart) last.comments.push(comment);
    else markers.push({ at, comments: [comment] });
  }
  return markers.map((marker) => ({ ...marker, key: marker.comments[0].id }));
}

/** The comment that a click on a marker shows: the first, or the one after the comment that is already marked. */
export function nextOf(marker: Marker, markedId: string | null): Comment {
  const index = marker.comments.findIndex(({ id }) => id === markedId);
  return marker.comments[(index + 1) % marker.comments.length] ?? marker.comments[0];
}
