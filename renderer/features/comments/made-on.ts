import type { Comment } from '../../../protocol/wire/comment.ts';
import { commentsText } from '../../text/comments.ts';
import type { Track } from '../player/port.ts';

/** The version that a comment was made on, as text, if another one is shown. */
export function madeOn(
  { fileId }: Pick<Comment, 'fileId'>,
  tracks: readonly Track[],
  shown: Track | null,
): string | null {
  if (fileId === null || fileId === shown?.fileId) return null;
  const track = tracks.find((candidate) => candidate.fileId === fileId);
  return track ? commentsText.madeOn(track.version) : null;
}
