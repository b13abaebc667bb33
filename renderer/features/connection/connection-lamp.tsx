import { neededUpdate } from '../../../protocol/ipc/connection.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { useConnection, useSocket } from '../../platform/socket-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { connectionNews, connectionText, connectionTitle } from '../../text/connection.ts';
import { changesText } from '../../text/pending.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useBacklog } from '../pending/port.tsx';
import { connectionTone } from './connection-tone.ts';

/** Whether the server is reached, for screen readers: on the screen, the lamp of the transfers and the banner say so. */
export function ConnectionLamp() {
  const state = useConnection();
  return (
    <span role="status" aria-label={connectionText.label(connectionTitle(state))} className="sr-only">
      {connectionTitle(state)}
    </span>
  );
}

/** Explains above the work what a lost connection means and what the user can do. */
export function ConnectionBanner() {
  const state = useConnection();
  const { retryNow } = useSocket();
  const { ask, showPanel } = useFrame();
  const now = useNow(state.kind === 'offline' && state.retryAt !== null ? 'second' : 'halfMinute');
  const { capabilities } = useSession().facts;
  const backlog = useBacklog();
  const news = connectionNews(state, now, backlog, capabilities);
  if (!news) return null;
  const needsUpdate = neededUpdate(state);
  const isOver = connectionTone(state) === 'over';
  return (
    <section
      aria-label={connectionText.trouble}
      className={classNames(
        'flex items-center gap-x-3 border-b border-line px-4 py-1.5 max-[480px]:px-3',
        isOver ? 'bg-over-wash' : 'bg-hot-wash',
      )}
    >
      <p className="min-w-0 flex-1 break-words" data-selectable>
        <span className="font-medium">{news.headline}</span>{' '}
        <span className="block text-meta text-dim tabular-nums max-[480px]:sr-only">{news.detail}</span>
      </p>
      <span className="flex shrink-0 flex-wrap justify-end gap-1">
        {backlog.changes + backlog.refused > 0 && (
          <Button
            tone="quiet"
            // The lamp’s button leads there too.
            className="max-[480px]:hidden"
            onClick={() => showPanel('pending')}
          >
            {changesText(backlog)}
          </Button>
        )}
        {needsUpdate === 'app' &&
          (capabilities.updatesItself ? (
            <Button onClick={() => ask({ kind: 'settings', page: 'about' })}>{connectionText.updates}</Button>
          ) : (
            <Button onClick={() => window.location.reload()}>{connectionText.reload}</Button>
          ))}
        {state.kind === 'offline' && (
          <Button
            // An update leads further, and a narrow window has room for one of the two.
            className={classNames(needsUpdate === 'app' && 'max-[480px]:hidden')}
            onClick={retryNow}
          >
            {connectionText.retryNow}
          </Button>
        )}
        {isOver && (
          <Button onClick={() => ask({ kind: 'sign-out', again: true })}>{connectionText.signInAgain}</Button>
        )}
      </span>
    </section>
  );
}
