import { carryMoment } from '../../../audio/difference/carry-moment.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Difference } from '../../../protocol/wire/difference.ts';
import { commentsText } from '../../text/comments.ts';
import type { Track } from '../player/port.ts';

/**
 * A comment at its place on the shown version. `seconds` is where it is there. `own`: it was made on this version, or on
 * none that is known. `carried`: it was made on `from`, and its place was found on this one. `gone`: this part of the music
 * isn't in the shown version any more. `unknown`: the two versions are not compared (yet), so it stays at its own time.
 */
export type PlacedComment = { comment: Comment; seconds: number } & (
  | { kind: 'own' }
  | { kind: 'carried' | 'gone' | 'unknown'; from: string }
);

/**
 * Places a cut's comments on the shown version, ordered by their place; those whose place is gone come last. `differences`
 * are those of the shown version from the versions that comments were made on.
 */
export function placeComments(
  comments: readonly Comment[],
  { tracks, shown }: { tracks: readonly Track[]; shown: Track | null },
  differences: ReadonlyMap<string, Difference>,
): PlacedComment[] {
  const names = new Map(tracks.map(({ fileId, versionName }) => [fileId, versionName]));
  const place = (comment: Comment): PlacedComment => {
    const { fileId, timestamp } = comment;
    const from = fileId === null || fileId === shown?.fileId ? undefined : names.get(fileId);
    if (fileId === null || from === undefined) return { comment, seconds: timestamp, kind: 'own' };
    const difference = differences.get(fileId);
    if (!difference) return { comment, seconds: timestamp, kind: 'unknown', from };
    const carried = carryMoment(timestamp, difference);
    return 'gone' in carried
      ? { comment, seconds: timestamp, kind: 'gone', from }
      : { comment, seconds: carried.at, kind: 'carried', from };
  };
  return comments
    .map(place)
    .sort((one, other) => Number(isGone(one)) - Number(isGone(other)) || one.seconds - other.seconds);
}

/** Where the range of a comment ends on the shown version, as long as on its own; null if it is a moment. */
export function endOf({ comment: { timestamp, endTimestamp }, seconds }: PlacedComment): number | null {
  return endTimestamp === undefined ? null : seconds + endTimestamp - timestamp;
}

const isGone = ({ kind }: PlacedComment) => kind === 'gone';

/** The comments that have a place on the shown version, with their time there. */
export function commentsOnWave(placed: readonly PlacedComment[]): Comment[] {
  return placed
    .filter((one) => !isGone(one))
    .map((one) => {
      const { comment, seconds } = one;
      const end = endOf(one);
      if (comment.timestamp === seconds) return comment;
      return { ...comment, timestamp: seconds, ...(end !== null && { endTimestamp: end }) };
    });
}

/** The versions, other than the shown one, that comments were made on. */
export function commentedFiles(
  comments: readonly Comment[],
  tracks: readonly Track[],
  shown: Track | null,
): string[] {
  const known = new Set(tracks.map(({ fileId }) => fileId));
  const ids = new Set(comments.map(({ fileId }) => fileId));
  return [...ids].filter((id) => id !== null && id !== shown?.fileId && known.has(id)) as string[];
}

/** Versions are often apart by a few milliseconds of silence at the start. In seconds. */
const samePlace = 0.1;

/** Where a comment comes from, if it was made on another version than the shown one. */
export function originText(placed: PlacedComment): string | null {
  switch (placed.kind) {
    case 'own':
      return null;
    case 'unknown':
      return commentsText.madeOn(placed.from);
    case 'gone':
      return commentsText.gonePlace(placed.from);
    case 'carried':
      return commentsText.carried(
        placed.from,
        Math.abs(placed.seconds - placed.comment.timestamp) < samePlace ? null : placed.comment.timestamp,
      );
  }
}
