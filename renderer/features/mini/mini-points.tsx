import { useEffect, useMemo, useRef, useState } from 'react';
import { endOf } from '../../../audio/difference/place-comment.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useStore } from '../../platform/store.ts';
import { miniText } from '../../text/mini.ts';
import { formatRange } from '../../text/moment.ts';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import {
  isMine,
  isOpen,
  neighbourOf,
  type PlacedComment,
  ResolveTick,
  useCommentUiState,
  usePointKeys,
  useResolve,
} from '../comments/port.tsx';
import type { Track } from '../player/port.ts';
import { useListening } from '../player/port.tsx';

/** The open points of the song, a line each: jump to one and resolve it, by pointer or key. */
export function MiniPoints({ placed, track }: { placed: readonly PlacedComment[]; track: Track }) {
  const { account } = useSession();
  const { player } = useListening();
  const { marked } = useCommentUiState();
  const mark = useStore(marked);
  const resolve = useResolve();
  const [onlyMine, setOnlyMine] = useState(false);
  const open = useMemo(() => placed.filter(({ comment }) => isOpen(comment)), [placed]);
  const items = useMemo(
    () => (onlyMine ? open.filter(({ comment }) => isMine(comment, account.id)) : open),
    [open, onlyMine, account.id],
  );
  const reveal = useMemo(() => mark && { key: mark.commentId }, [mark]);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (mark?.takesFocus)
      list.current
        ?.querySelector<HTMLElement>(`[data-comment="${CSS.escape(mark.commentId)}"]`)
        ?.focus({ preventScroll: true });
  }, [mark]);

  const jump = ({ comment, seconds, kind }: PlacedComment, takesFocus: boolean) => {
    marked.change(() => ({ commentId: comment.id, takesFocus }));
    if (kind === 'gone') return;
    if (player.state.get().track?.cutId === comment.cutId) player.seek(seconds);
    else player.cue(track, seconds);
  };
  const done = ({ comment }: PlacedComment, isByKey = false) => {
    const next = neighbourOf(items, (one) => one.comment.id === comment.id);
    resolve(comment);
    if (next) marked.change(() => ({ commentId: next.comment.id, takesFocus: isByKey }));
  };
  usePointKeys({ items, markedId: mark?.commentId ?? null, onGo: jump, onResolve: done });
  return (
    <div ref={list} className="flex min-h-0 flex-1 flex-col">
      <h2 className="flex h-9 shrink-0 items-center gap-1.5 pr-2 pl-4 text-meta font-semibold text-faint">
        {miniText.points}
        <span className="text-text tabular-nums">{open.length > 0 && open.length}</span>
        <span className="flex-1" />
        {open.length > 0 && (
          <button
            type="button"
            aria-pressed={onlyMine}
            onClick={() => setOnlyMine(!onlyMine)}
            className="h-6 rounded-md px-2 font-normal text-dim hover:bg-hover aria-pressed:bg-chosen aria-pressed:text-text"
          >
            {miniText.mine}
          </button>
        )}
      </h2>
      {items.length === 0 ? (
        <p className="flex-1 px-4 text-dim">{placed.length === 0 ? miniText.noPoints : miniText.allDone}</p>
      ) : (
        <VirtualList
          label={miniText.points}
          items={items}
          keyOf={({ comment }) => comment.id}
          estimate={() => 36}
          reveal={reveal}
        >
          {(one) => (
            <Point
              placed={one}
              isMarked={one.comment.id === mark?.commentId}
              onJump={() => jump(one, false)}
              onResolve={() => done(one)}
            />
          )}
        </VirtualList>
      )}
    </div>
  );
}

function Point({
  placed,
  isMarked,
  onJump,
  onResolve,
}: {
  placed: PlacedComment;
  isMarked: boolean;
  onJump: () => void;
  onResolve: () => void;
}) {
  const { comment, seconds, kind } = placed;
  const moment = formatRange(seconds, endOf(placed));
  return (
    <div
      className={classNames(
        'flex h-9 items-center gap-1.5 pr-4 pl-2.5',
        isMarked ? 'bg-chosen' : 'hover:bg-hover',
      )}
    >
      <ResolveTick comment={comment} seconds={seconds} onToggle={onResolve} />
      <button
        type="button"
        data-comment={comment.id}
        aria-current={isMarked || undefined}
        title={comment.text}
        onClick={onJump}
        className="flex h-full min-w-0 flex-1 items-center gap-2 text-left focus-visible:-outline-offset-2"
      >
        <Face userId={comment.user.id} name={comment.user.name} size={20} />
        <span className="sr-only">{miniText.by(comment.user.name)}</span>
        <span
          className={classNames(
            'shrink-0 text-meta font-semibold tabular-nums',
            kind === 'gone' ? 'text-faint line-through' : 'text-accent',
          )}
        >
          {moment}
        </span>
        <span className="min-w-0 flex-1 truncate">
          <bdi>{comment.text}</bdi>
        </span>
      </button>
    </div>
  );
}
