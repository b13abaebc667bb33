import { useEffect, useMemo, useRef, useState } from 'react';
import type { Comment } from '../../../protocol/wire/comment.ts';
import { isUnread } from '../../bridge/unread.ts';
import { ReadProblem } from '../../platform/read-problem.tsx';
import { useRoute } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useStore } from '../../platform/store.ts';
import { useAbsence } from '../../platform/use-absence.ts';
import { useNow } from '../../platform/use-now.ts';
import { commentsText } from '../../text/comments.ts';
import { commonText } from '../../text/common.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { RefusedList, usePending, useShownProject } from '../pending/port.tsx';
import { placeOfCut, shownTrack, type Track, tracksOf } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import { CommentThread, type Deletion } from './comment-thread.tsx';
import { type Marked, useCommentUiState } from './comment-ui-state.tsx';
import { Composer } from './composer.tsx';
import { DeleteCommentDialog } from './delete-comment-dialog.tsx';
import { orphanedChanges } from './orphaned-changes.ts';
import type { PlacedComment } from './placed-comment.ts';
import { useCutComments } from './use-cut-comments.ts';
import { usePlacedComments } from './use-placed-comments.ts';

/** The comments on a cut, ordered by their time in the music, and the field for a new one. */
export function CommentsPanel({ projectId, cutId }: { projectId: string; cutId: string }) {
  const { project } = useShownProject(projectId);
  const place = project ? placeOfCut(project, cutId) : null;
  const { shown, held, error, refetch } = useCutComments(cutId, place?.cut.formerIds);
  const { cutOf } = useCommentUiState();
  const { operations } = usePending();
  const comments = shown?.comments;
  useEffect(() => {
    for (const { id, replies } of comments ?? [])
      for (const one of [id, ...replies.map((reply) => reply.id)]) cutOf.set(one, cutId);
  }, [comments, cutOf, cutId]);
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
          projectId={projectId}
          cutId={cutId}
          comments={shown.comments}
          held={held}
          badges={shown.badges}
          role={project.role}
          tracks={tracks}
          track={track}
        />
      ) : (
        <div className="flex-1">{!error && <Skeleton rows={5} label={commentsText.loading} />}</div>
      )}
      <Composer cutId={cutId} fileId={track?.fileId ?? null} />
    </>
  );
}

function CommentList({
  projectId,
  cutId,
  comments,
  held,
  badges,
  role,
  tracks,
  track,
}: Pick<Parameters<typeof CommentThread>[0], 'projectId' | 'badges' | 'role'> & {
  cutId: string;
  comments: readonly Comment[];
  held: readonly Comment[] | undefined;
  tracks: readonly Track[];
  track: Track | null;
}) {
  const { account } = useSession();
  const { player } = useListening();
  const ui = useCommentUiState();
  const marked = useStore(ui.marked);
  const now = useNow();
  const [deletion, setDeletion] = useState<Deletion | null>(null);
  const reveal = useMemo(() => marked && { key: marked.commentId }, [marked]);
  const focused = useRef<Marked | null>(null);
  const route = useRoute();
  // Only comments that were read can be missing.
  const ledTo = held && route.name === 'project' && route.cutId === cutId ? route.commentId : undefined;
  const absence = useAbsence(ledTo, {
    isMissing: ledTo !== undefined && !comments.some(({ id }) => id === ledTo),
    isHeld: held?.some(({ id }) => id === ledTo) ?? false,
  });

  const placed = usePlacedComments(comments, tracks, track);
  const jump = ({ comment, seconds, kind }: PlacedComment) => {
    ui.marked.change(() => ({ commentId: comment.id, takesFocus: false }));
    const { track: on } = player.state.get();
    if (kind === 'gone') return;
    if (on && on.cutId === comment.cutId) player.seek(seconds);
    else if (track) player.cue(track, seconds);
  };
  return (
    <>
      {absence && absence !== 'awaited' && (
        <p role="status" className="border-b border-line px-4 py-2 text-dim">
          {absence === 'gone' ? commentsText.gone : commentsText.unreached}
        </p>
      )}
      {comments.length === 0 ? (
        <p className="min-h-0 flex-1 overflow-y-auto px-4 py-3 text-faint">
          {track ? commentsText.emptyWithSound : commentsText.empty}
        </p>
      ) : (
        <VirtualList
          label={commentsText.list}
          items={placed}
          keyOf={({ comment }) => comment.id}
          estimate={({ comment: { replies } }) => 92 + 52 * replies.length}
          reveal={reveal}
          className="flex-1"
        >
          {(one) => (
            <CommentThread
              projectId={projectId}
              placed={one}
              badges={badges}
              myId={account.id}
              role={role}
              now={now}
              marked={marked?.commentId === one.comment.id ? marked : null}
              focused={focused}
              onJump={() => jump(one)}
              onDelete={setDeletion}
            />
          )}
        </VirtualList>
      )}
      {deletion && <DeleteCommentDialog what={deletion} onClose={() => setDeletion(null)} />}
    </>
  );
}
