import type { Comment } from '../../../protocol/wire/comment.ts';

/** A mark on the waveform: one comment, or several that stand too close to be told apart. `at` from 0 to 1. */
export type Marker = { key: string; at: number; comments: readonly [Comment, ...Comment[]] };

/**
 * Places comments (in the order of their moments) along a waveform of `width` pixels. None overlap: a comment less
 * than `apart` pixels after the first one of a mark joins it. What is past the end stands at the end: a comment may
 * have been made on a longer version.
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

/** The comment that a click on a mark leads to: the first, or the one after that which is marked already. */
export function nextOf(marker: Marker, markedId: string | null): Comment {
  const index = marker.comments.findIndex(({ id }) => id === markedId);
  return marker.comments[(index + 1) % marker.comments.length] ?? marker.comments[0];
}
