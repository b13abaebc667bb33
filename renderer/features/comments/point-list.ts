import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { pointsText } from '../../text/points.ts';
import { type Track, tracksOf } from '../player/port.ts';
import { isOpen } from './comment-filter.ts';

/** An open comment with its song, and the version that it was made on: the latest one if that isn't known any more. */
export type OpenPoint = { comment: Comment; cut: Cut; track: Track | null };

/** The open points of songs, in the order of the songs and of their moments. */
export function pointsOf(
  songs: readonly { cut: Cut; vibeName: string; comments: readonly Comment[] }[],
): OpenPoint[] {
  return songs.flatMap(({ cut, vibeName, comments }) => {
    const tracks = tracksOf(cut, vibeName);
    const latest = tracks.at(-1) ?? null;
    return comments.filter(isOpen).map((comment) => ({
      ...{ comment, cut },
      track: tracks.find(({ fileId }) => fileId === comment.fileId) ?? latest,
    }));
  });
}

/** The points as text, one a line, replies below theirs. */
export function pointsAsText(points: readonly OpenPoint[]): string {
  return points.map((point) => pointsText.asText(point)).join('\n');
}
