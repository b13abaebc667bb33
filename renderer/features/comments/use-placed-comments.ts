import { useMemo } from 'react';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { useDifferences } from '../compare/port.tsx';
import type { Track } from '../player/port.ts';
import { commentedFiles, type PlacedComment, placeComments } from './placed-comment.ts';

/** A cut's comments at their places on the shown version. */
export function usePlacedComments(
  comments: readonly Comment[],
  tracks: readonly Track[],
  shown: Track | null,
): PlacedComment[] {
  const files = useMemo(() => commentedFiles(comments, tracks, shown), [comments, tracks, shown]);
  const answers = useDifferences(shown?.fileId ?? null, files);
  return useMemo(() => {
    const differences = new Map(
      [...answers].flatMap(([id, answer]) =>
        answer.kind === 'ready' ? [[id, answer.difference] as const] : [],
      ),
    );
    return placeComments(comments, { tracks, shown }, differences);
  }, [comments, tracks, shown, answers]);
}
