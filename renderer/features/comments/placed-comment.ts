import { atItsPlace, type Placed, placeComment } from '../../../audio/difference/place-comment.ts';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Difference } from '../../../protocol/wire/difference.ts';
import { commentsText } from '../../text/comments.ts';
import type { Track } from '../player/port.ts';

/** A comment at its place on the shown version. `from` is the version that it was made on. */
export type PlacedComment = { comment: Comment; seconds: number } & (
  | { kind: 'own' }
  | { kind: Exclude<Placed['kind'], 'own'>; from: string }
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
    const { seconds, kind } = placeComment(comment, shown?.fileId ?? null, (id) => differences.get(id));
    const from = comment.fileId === null ? undefined : names.get(comment.fileId);
    if (kind === 'own' || from === undefined) return { comment, seconds, kind: 'own' };
    return { comment, seconds, kind, from };
  };
  return comments
    .map(place)
    .sort((one, other) => Number(isGone(one)) - Number(isGone(other)) || one.seconds - other.seconds);
}

const isGone = ({ kind }: PlacedComment) => kind === 'gone';

/** The comments that have a place on the shown version, with their time there. */
export function commentsOnWave(placed: readonly PlacedComment[]): Comment[] {
  return placed.filter((one) => !isGone(one)).map(atItsPlace);
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
