import { Check, Copy, ListChecks } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { goTo } from '../../platform/route.ts';
import { useNow } from '../../platform/use-now.ts';
import { formatAgo } from '../../text/format.ts';
import { formatRange } from '../../text/moment.ts';
import { pointsText } from '../../text/points.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import {
  MomentText,
  neighbourOf,
  type OpenPoint,
  ResolveTick,
  useCopyPoints,
  useResolve,
} from '../comments/port.tsx';
import { useShownProject } from '../pending/port.tsx';
import { useListening } from '../player/port.tsx';
import { useOpenPoints } from './open-points.tsx';

/** All open points of a project, worked through with the keyboard. */
export function PointsPage({ projectId }: { projectId: string }) {
  const { points, isReading, unread } = useOpenPoints();
  const { copy, isCopied } = useCopyPoints();
  return (
    <section aria-labelledby="open-points" className="flex min-h-0 flex-1 flex-col">
      <header className="mx-auto flex w-full max-w-240 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 px-6 py-3 max-[480px]:px-3">
        <h2 id="open-points" className="text-head font-semibold">
          {pointsText.heading}
        </h2>
        <span className="text-dim tabular-nums">{points.length > 0 && pointsText.count(points.length)}</span>
        <span className="flex-1 text-meta text-faint max-[1279px]:hidden">
          {points.length > 0 && pointsText.keys}
        </span>
        {points.length > 0 && (
          <Button icon={isCopied ? Check : Copy} className="ml-auto" onClick={() => void copy(points)}>
            {isCopied ? pointsText.copied : pointsText.copy}
          </Button>
        )}
      </header>
      {unread > 0 && (
        <p role="status" className="mx-auto w-full max-w-240 px-6 pb-2 text-hot max-[480px]:px-3">
          {pointsText.some(unread)}
        </p>
      )}
      {points.length > 0 ? (
        <PointRows projectId={projectId} points={points} />
      ) : isReading ? (
        <div className="mx-auto w-full max-w-240 px-2 max-[480px]:px-0">
          <Skeleton rows={6} label={pointsText.loading} />
        </div>
      ) : (
        <div className="flex flex-1 flex-col items-center justify-center gap-2 px-6 pb-16 text-center">
          <ListChecks size={40} strokeWidth={1.25} aria-hidden className="text-good" />
          <p className="text-head font-semibold">{pointsText.empty}</p>
          <p className="max-w-90 text-dim">{pointsText.emptyHint}</p>
        </div>
      )}
    </section>
  );
}

function PointRows({ projectId, points }: { projectId: string; points: readonly OpenPoint[] }) {
  const { player } = useListening();
  const resolve = useResolve();
  const list = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<{ key: string; takesFocus: boolean } | null>(null);
  const isIt = ({ comment }: OpenPoint) => comment.id === current?.key;
  const chosen = points.find(isIt) ?? points[0];
  useEffect(() => {
    if (current?.takesFocus)
      list.current
        ?.querySelector<HTMLElement>(`[data-point="${CSS.escape(current.key)}"]`)
        ?.focus({ preventScroll: true });
  }, [current]);

  const play = ({ comment, track }: OpenPoint) => {
    if (track) player.play(track, comment.timestamp);
  };
  const open = ({ comment }: OpenPoint) =>
    goTo({ name: 'project', projectId, cutId: comment.cutId, commentId: comment.id });
  const done = (point: OpenPoint, isByKey: boolean) => {
    const next = neighbourOf(points, (one) => one === point);
    resolve(point.comment);
    if (next) setCurrent({ key: next.comment.id, takesFocus: isByKey });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!chosen || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target instanceof Element && event.target.matches('[data-point]'))) return;
    const index = points.indexOf(chosen);
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = move === undefined ? undefined : points[index + move];
    if (next) setCurrent({ key: next.comment.id, takesFocus: true });
    else if (event.key === 'Enter') play(chosen);
    else if (event.key === 'd') done(chosen, true);
    else if (event.key === 'o') open(chosen);
    else if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the rows inside have the focus
    <div ref={list} onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col">
      <VirtualList
        label={pointsText.list}
        items={points}
        keyOf={({ comment }) => comment.id}
        estimate={() => 76}
        reveal={current}
      >
        {(point) => (
          <PointRow
            projectId={projectId}
            point={point}
            isFirst={points[points.indexOf(point) - 1]?.cut.id !== point.cut.id}
            isChosen={point === chosen}
            onChoose={() => setCurrent({ key: point.comment.id, takesFocus: false })}
            onPlay={() => play(point)}
            onOpen={() => open(point)}
            onResolve={() => done(point, false)}
          />
        )}
      </VirtualList>
    </div>
  );
}

function PointRow({
  projectId,
  point: { comment, cut, track },
  isFirst,
  isChosen,
  onChoose,
  onPlay,
  onOpen,
  onResolve,
}: {
  projectId: string;
  point: OpenPoint;
  /** It is the first one of its song. */
  isFirst: boolean;
  isChosen: boolean;
  onChoose: () => void;
  onPlay: () => void;
  onOpen: () => void;
  onResolve: () => void;
}) {
  const { project } = useShownProject(projectId);
  const now = useNow();
  const { user, text, timestamp, endTimestamp, createdAt, replies, mentions } = comment;
  const moment = formatRange(timestamp, endTimestamp ?? null);
  const version = track?.versionName.split(' · ')[0];
  return (
    <div className="mx-auto w-full max-w-240 px-6 max-[480px]:px-3">
      {isFirst && (
        <h3 className="flex items-baseline gap-2 border-b border-line pt-4 pb-1 font-semibold">
          <button type="button" onClick={onOpen} className="min-w-0 truncate hover:underline">
            {cut.name}
          </button>
        </h3>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a row with buttons inside is no fieldset */}
      <div
        role="group"
        data-point={comment.id}
        aria-label={pointsText.point(user.name, cut.name, moment, text)}
        aria-current={isChosen || undefined}
        tabIndex={isChosen ? 0 : -1}
        onFocus={onChoose}
        className={classNames(
          'flex items-start gap-3 rounded-md px-2 py-2 focus-visible:-outline-offset-2',
          isChosen ? 'bg-hover' : 'hover:bg-hover',
        )}
      >
        <Face userId={user.id} name={user.name} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-x-2 text-meta text-dim">
            <span className="max-w-50 truncate text-body font-medium text-text">{user.name}</span>
            <button
              type="button"
              onClick={onPlay}
              tabIndex={-1}
              disabled={!track}
              className="rounded-sm font-medium text-accent tabular-nums hover:underline"
            >
              {moment}
            </button>
            {version !== undefined && <span>{version}</span>}
            <span>{formatAgo(Date.parse(createdAt), now)}</span>
            {replies.length > 0 && <span>{pointsText.replies(replies.length)}</span>}
          </p>
          <p data-selectable className="line-clamp-3 break-words">
            {project ? <MomentText text={text} project={project} track={track} mentions={mentions} /> : text}
          </p>
        </div>
        <ResolveTick comment={comment} seconds={timestamp} onToggle={onResolve} />
      </div>
    </div>
  );
}
