import { useEffect, useMemo } from 'react';
import { isUnread } from '../../bridge/unread.ts';
import { ReadProblem } from '../../platform/read-problem.tsx';
import { useStore } from '../../platform/store.ts';
import { commentsText } from '../../text/comments.ts';
import { commonText } from '../../text/common.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useAfterPaint } from '../../ui/use-after-paint.ts';
import { RefusedList, usePending, useShownProject } from '../pending/port.tsx';
import { placeOfCut, shownTrack, tracksOf } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import { CommentList } from './comment-list.tsx';
import { useCommentUiState } from './comment-ui-state.tsx';
import { Composer } from './composer.tsx';
import { orphanedChanges } from './orphaned-changes.ts';
import { useCutComments } from './use-cut-comments.ts';

/** The comments on a cut, ordered by their time in the music, and the field for a new one. */
export function CommentsPanel({ projectId, cutId }: { projectId: string; cutId: string }) {
  const { project } = useShownProject(projectId);
  const place = project ? placeOfCut(project, cutId) : null;
  const { shown, held, error, refetch } = useCutComments(cutId, place?.cut.formerIds);
  const { cutOf } = useCommentUiState();
  const { operations } = usePending();
  const comments = shown?.comments;
  const isPainted = useAfterPaint();
  useEffect(() => {
    if (!isPainted) return;
    for (const { id, replies } of comments ?? [])
      for (const one of [id, ...replies.map((reply) => reply.id)]) cutOf.set(one, cutId);
  }, [isPainted, comments, cutOf, cutId]);
  const { selections, blind } = useListening();
  const isBlind = useStore(blind);
  const { cut, vibeName = '' } = place ?? {};
  const tracks = useMemo(() => (cut ? tracksOf(cut, vibeName) : []), [cut, vibeName]);
  const track = shownTrack(tracks, useStore(selections).get(cutId));
  if (!project || !place) return null;
  // Their places depend on the version that is heard.
  if (isBlind) return <p className="flex-1 px-4 py-3 text-faint">{commentsText.blind}</p>;
  const isEmptyForError = error !== null && !comments?.length;
  return (
    <>
      {shown && (
        <RefusedList entries={orphanedChanges(operations, cutId, shown.badges, (id) => cutOf.get(id))} />
      )}
      {error && (
        <div className="flex shrink-0 flex-col items-start gap-2 px-4 pt-3 pb-1">
          <ReadProblem error={error} />
          {(isEmptyForError || !isUnread(error)) && (
            <Button onClick={() => void refetch()}>{commonText.tryAgain}</Button>
          )}
        </div>
      )}
      {shown && !isEmptyForError ? (
        <CommentList
          project={project}
          cutId={cutId}
          comments={shown.comments}
          held={held}
          badges={shown.badges}
          tracks={tracks}
          track={track}
        />
      ) : (
        <div className="flex-1">{!error && <Skeleton rows={5} label={commentsText.loading} />}</div>
      )}
      <Composer cutId={cutId} fileId={track?.fileId ?? null} members={project.members} />
    </>
  );
}
