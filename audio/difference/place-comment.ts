import type { Shifts } from './alignment.ts';
import { carryMoment } from './carry-moment.ts';

/** The parts of a comment that decide its place. `fileId`: the version that it was made on; null if that is unknown. */
export type Placeable = { fileId: string | null; timestamp: number; endTimestamp?: number | undefined };

/**
 * A comment at its place on a version. `seconds` is where it is there. `own`: it was made on this version, or on none that is
 * known. `carried`: it was made on another version, and its place was found on this one. `gone`: this part of the music isn't
 * in this version any more. `unknown`: the two versions are not compared (yet). In the last two, it stays at its own time.
 */
export type Placed<Comment extends Placeable = Placeable> = {
  comment: Comment;
  seconds: number;
  kind: 'own' | 'carried' | 'gone' | 'unknown';
};

/** `differenceFrom`: the changes to this version from another one, if they are known. */
export function placeComment<Comment extends Placeable>(
  comment: Comment,
  versionId: string | null,
  differenceFrom: (fileId: string) => Shifts | undefined,
): Placed<Comment> {
  const { fileId, timestamp } = comment;
  if (fileId === null || fileId === versionId) return { comment, seconds: timestamp, kind: 'own' };
  const difference = differenceFrom(fileId);
  if (!difference) return { comment, seconds: timestamp, kind: 'unknown' };
  const carried = carryMoment(timestamp, difference);
  return 'gone' in carried
    ? { comment, seconds: timestamp, kind: 'gone' }
    : { comment, seconds: carried.at, kind: 'carried' };
}

/** The end of a comment's range on the version, as long as on its own; null if it is a moment. */
export function endOf({ comment: { timestamp, endTimestamp }, seconds }: Placed): number | null {
  return endTimestamp === undefined ? null : seconds + endTimestamp - timestamp;
}

/** The comment with its times on the version. */
export function atItsPlace<Comment extends Placeable>(placed: Placed<Comment>): Comment {
  const { comment, seconds } = placed;
  if (comment.timestamp === seconds) return comment;
  const end = endOf(placed);
  return { ...comment, timestamp: seconds, ...(end !== null && { endTimestamp: end }) };
}
