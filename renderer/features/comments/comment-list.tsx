import { useEffect, useMemo, useRef, useState } from 'react';
import type { Comment } from '../../../protocol/wire/comment.ts';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { useRoute } from '../../platform/route.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useStore } from '../../platform/store.ts';
import { useAbsence } from '../../platform/use-absence.ts';
import { useNow } from '../../platform/use-now.ts';
import { commentsText } from '../../text/comments.ts';
import { EmptyPicture } from '../../ui/empty-picture.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import type { PendingBadges } from '../pending/port.ts';
import { placeOfCut, type Track } from '../player/port.ts';
import { useListening } from '../player/port.tsx';
import { filterShowing, isOpen, neighbourOf, passes } from './comment-filter.ts';
import { CommentThread, type Deletion } from './comment-thread.tsx';
import { type Marked, useCommentUiState } from './comment-ui-state.tsx';
import { DeleteCommentDialog } from './delete-comment-dialog.tsx';
import { FilterBar } from './filter-bar.tsx';
import type { PlacedComment } from './placed-comment.ts';
import { pointsOf } from './point-list.ts';
import { useCopyPoints } from './use-copy-points.ts';
import { usePlacedComments } from './use-placed-comments.ts';
import { usePointKeys } from './use-point-keys.ts';
import { useResolve } from './use-resolve.ts';

/** The comments that pass the filter, ordered by their place on the shown version. */
export function CommentList({
  project,
  cutId,
  comments,
  held,
  badges,
  tracks,
  track,
}: {
  project: ProjectSnapshot;
  cutId: string;
  comments: readonly Comment[];
  held: readonly Comment[] | undefined;
  badges: PendingBadges;
  tracks: readonly Track[];
  track: Track | null;
}) {
  const { account } = useSession();
  const { player } = useListening();
  const ui = useCommentUiState();
  const marked = useStore(ui.marked);
  const filter = useStore(ui.filter);
  const now = useNow();
  const [deletion, setDeletion] = useState<Deletion | null>(null);
  const reveal = useMemo(() => marked && { key: marked.commentId }, [marked]);
  const focused = useRef<Marked | null>(null);
  const resolve = useResolve();
  const { copy, isCopied } = useCopyPoints();
  const absence = useMissingComment(cutId, comments, held);

  const placed = usePlacedComments(comments, tracks, track);
  const context = useMemo(
    () => ({ myId: account.id, fileId: track?.fileId ?? null }),
    [account.id, track?.fileId],
  );
  const items = useMemo(
    () => placed.filter(({ comment }) => passes(comment, filter, context)),
    [placed, filter, context],
  );
  // A comment that the user is led to shows, whatever was filtered. One that was resolved meanwhile stays out.
  const led = useRef<Marked | null>(null);
  const ledTo = marked && marked !== led.current && comments.find(({ id }) => id === marked.commentId);
  useEffect(() => {
    if (!ledTo) return;
    led.current = marked;
    ui.filter.change((known) => filterShowing(ledTo, known, context));
  }, [ledTo, marked, ui.filter, context]);

  const mark = (commentId: string, takesFocus: boolean) =>
    ui.marked.change(() => ({ commentId, takesFocus }));
  const jump = ({ comment, seconds, kind }: PlacedComment, takesFocus = false) => {
    mark(comment.id, takesFocus);
    const { track: on } = player.state.get();
    if (kind === 'gone') return;
    if (on && on.cutId === comment.cutId) player.seek(seconds);
    else if (track) player.cue(track, seconds);
  };
  const toggle = ({ comment }: PlacedComment, isByKey = false) => {
    const next = neighbourOf(items, (one) => one.comment.id === comment.id);
    resolve(comment);
    if (filter.show !== 'mine' && next) mark(next.comment.id, isByKey);
  };
  usePointKeys({ items, markedId: marked?.commentId ?? null, onGo: jump, onResolve: toggle });
  return (
    <>
      {absence && absence !== 'awaited' && (
        <p role="status" className="border-b border-line px-4 py-2 text-dim">
          {absence === 'gone' ? commentsText.gone : commentsText.unreached}
        </p>
      )}
      {comments.length > 0 && (
        <FilterBar
          open={comments.filter(isOpen).length}
          all={comments.length}
          hasVersions={tracks.length > 1}
          isCopied={isCopied}
          onCopy={() => {
            const place = placeOfCut(project, cutId);
            if (place) void copy(pointsOf([{ ...place, comments }]));
          }}
        />
      )}
      {comments.length === 0 ? (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          <div className="m-auto flex flex-col items-center gap-3 px-6 py-3 text-center text-dim">
            <span className="w-full [@media(height<600px)]:hidden">
              <EmptyPicture name="moment" />
            </span>
            <p>{track ? commentsText.emptyWithSound : commentsText.empty}</p>
          </div>
        </div>
      ) : items.length === 0 ? (
        <p className="min-h-0 flex-1 overflow-y-auto px-4 py-3 text-dim">
          {filter.thisVersion ? commentsText.filter.noneHere : commentsText.filter.none[filter.show]}
        </p>
      ) : (
        <VirtualList
          label={commentsText.list}
          items={items}
          keyOf={({ comment }) => comment.id}
          estimate={({ comment: { replies } }) => 92 + 52 * replies.length}
          reveal={reveal}
        >
          {(one) => (
            <CommentThread
              project={project}
              track={track}
              placed={one}
              badges={badges}
              myId={account.id}
              role={project.role}
              now={now}
              marked={marked?.commentId === one.comment.id ? marked : null}
              focused={focused}
              onJump={() => jump(one)}
              onResolve={() => toggle(one)}
              onDelete={setDeletion}
            />
          )}
        </VirtualList>
      )}
      {deletion && <DeleteCommentDialog what={deletion} onClose={() => setDeletion(null)} />}
    </>
  );
}

/** Whether the comment that the route leads to is missing. Only comments that were read can be. */
function useMissingComment(
  cutId: string,
  comments: readonly Comment[],
  held: readonly Comment[] | undefined,
) {
  const route = useRoute();
  const ledTo = held && route.name === 'project' && route.cutId === cutId ? route.commentId : undefined;
  return useAbsence(ledTo, {
    isMissing: ledTo !== undefined && !comments.some(({ id }) => id === ledTo),
    isHeld: held?.some(({ id }) => id === ledTo) ?? false,
  });
}
