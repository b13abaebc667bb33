import type { Comment } from '../../../protocol/wire/comment.ts';
import type { Cut } from '../../../protocol/wire/cut.ts';
import { pointsText } from '../../text/points.ts';
import { type Track, tracksOf } from '../player/port.ts';
import { isOpen } from './comment-filter.ts';

/** An open comment with its song, and the version that it was made on: the latest one if that isn't known any more. */
export type OpenPoint = { comment: Comment; cut: Cut; track: Track | null };

type CommentedSong = { cut: Cut; vibeName: string; comments: readonly Comment[] };

/** The open points of songs, in the order of the songs and of their moments. */
export function pointsOf(songs: readonly CommentedSong[]): OpenPoint[] {
  return songs.flatMap(pointsOfSong);
}

type Found = { song: CommentedSong; points: readonly OpenPoint[] };

/** The points found last in a song's comments: those of a large project arrive in portions, each with a few songs. */
const found = new WeakMap<CommentedSong['comments'], Found>();

function pointsOfSong(song: CommentedSong): readonly OpenPoint[] {
  const { cut, vibeName, comments } = song;
  const known = found.get(comments);
  if (known?.song.cut === cut && known.song.vibeName === vibeName) return known.points;
  const tracks = tracksOf(cut, vibeName);
  const latest = tracks.at(-1) ?? null;
  const points = comments.filter(isOpen).map((comment) => ({
    ...{ comment, cut },
    track: tracks.find(({ fileId }) => fileId === comment.fileId) ?? latest,
  }));
  found.set(comments, { song, points });
  return points;
}

/** The points as text, one a line, replies below theirs. */
export function pointsAsText(points: readonly OpenPoint[]): string {
  return points.map((point) => pointsText.asText(point)).join('\n');
}
