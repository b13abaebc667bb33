import { useFrame } from '../../platform/frame-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { useConnection, useSocket } from '../../platform/socket-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { connectionNews, connectionText, connectionTitle } from '../../text/connection.ts';
import { formatClock } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { tooltip } from '../../ui/tooltips.tsx';
import { useBacklog } from '../pending/port.tsx';
import { connectionTone } from './connection-tone.ts';

const dots = { good: 'bg-good', hot: 'bg-hot', over: 'bg-over' } as const;

/** Whether the server is reached: always on screen, as a word and a colour. */
export function ConnectionLamp() {
  const state = useConnection();
  const title = connectionTitle(state);
  const since = connectionText.since(title, formatClock(state.since, Date.now()));
  return (
    <span
      {...tooltip(
        state.kind === 'online' && state.transport === 'polling' ? connectionText.slowly(since) : since,
      )}
      role="status"
      aria-label={connectionText.label(title)}
      className="inline-flex h-7 shrink-0 items-center gap-2 rounded-md px-2 text-meta text-dim"
    >
      <span
        aria-hidden
        className={classNames(
          'size-2 rounded-full',
          dots[connectionTone(state)],
          state.kind === 'connecting' && 'animate-breathe',
        )}
      />
      {/* On narrow screens the banner says it, and the project's name needs the room. */}
      <span className={classNames(connectionTone(state) === 'over' && 'max-[480px]:sr-only')}>{title}</span>
    </span>
  );
}

/** Explains above the work what a lost connection means and what the user can do. */
export function ConnectionBanner() {
  const state = useConnection();
  const { retryNow } = useSocket();
  const { ask, showPanel } = useFrame();
  const now = useNow(state.kind === 'offline' && state.retryAt !== null ? 'second' : 'halfMinute');
  const { keepsChanges } = useSession().facts.capabilities;
  const backlog = useBacklog();
  const news = connectionNews(state, now, backlog, keepsChanges);
  if (!news) return null;
  const isOver = connectionTone(state) === 'over';
  return (
    <section
      aria-label={connectionText.trouble}
      className={classNames(
        'flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2',
        isOver ? 'bg-over-wash' : 'bg-hot-wash',
      )}
    >
      <p className="min-w-60 flex-1 break-words" data-selectable>
        <span className="font-medium">{news.headline}</span>{' '}
        <span className="block text-meta text-dim tabular-nums">{news.detail}</span>
      </p>
      <span className="flex flex-wrap gap-1">
        {backlog.changes + backlog.refused > 0 && (
          <Button tone="quiet" onClick={() => showPanel('pending')}>
            {connectionText.pendingChanges}
          </Button>
        )}
        {state.kind === 'offline' && <Button onClick={retryNow}>{connectionText.retryNow}</Button>}
        {isOver && (
          <Button onClick={() => ask({ kind: 'sign-out', again: true })}>{connectionText.signInAgain}</Button>
        )}
      </span>
    </section>
  );
}
