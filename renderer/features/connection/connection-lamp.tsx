import { useFrame } from '../../platform/frame-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { useConnection, useSocket } from '../../platform/socket-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { formatClock } from '../../text/format.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { tooltip } from '../../ui/tooltips.tsx';
import { useBacklog } from '../pending/port.tsx';
import { connectionNews, connectionTitle, connectionTone } from './connection-words.ts';

const dots = { good: 'bg-good', hot: 'bg-hot', over: 'bg-over' } as const;

/** Whether the server is reached: always on screen, in a word and a colour. */
export function ConnectionLamp() {
  const state = useConnection();
  const title = connectionTitle(state);
  const since = `${title} since ${formatClock(state.since, Date.now())}`;
  return (
    <span
      {...tooltip(
        state.kind === 'online' && state.transport === 'polling'
          ? `${since}, slowly: the network blocks live connections`
          : since,
      )}
      role="status"
      aria-label={`Connection: ${title}`}
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
      {/* Below, the banner says it in a sentence: the name of the project needs the room. */}
      <span className={classNames(connectionTone(state) === 'over' && 'max-[480px]:sr-only')}>{title}</span>
    </span>
  );
}

/** Says above the work what it means that the server is not reached, and what can be done. */
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
      aria-label="Connection trouble"
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
            What waits
          </Button>
        )}
        {state.kind === 'offline' && <Button onClick={retryNow}>Retry now</Button>}
        {isOver && <Button onClick={() => ask({ kind: 'sign-out', again: true })}>Sign in again</Button>}
      </span>
    </section>
  );
}
