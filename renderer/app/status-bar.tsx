import { CircleAlert, Clock } from 'lucide-react';
import { useActivities } from '../features/activity/activity-queries.ts';
import { activitySentence } from '../features/activity/activity-text.ts';
import { useBacklog } from '../features/pending/use-backlog.ts';
import { usePlayerState } from '../features/player/listening.tsx';
import { PlayerBar } from '../features/player/player-bar.tsx';
import { TransferLamp } from '../features/transfers/transfer-lamp.tsx';
import { useFrame } from '../platform/frame-context.tsx';
import { useNarrowerThan, widths } from '../platform/media.ts';
import { useNow } from '../platform/use-now.ts';
import { appText } from '../text/app.ts';
import { formatAgo } from '../text/format.ts';
import { changesText } from '../text/pending.ts';
import { classNames } from '../ui/class-names.ts';

/** The player or the latest activity, the pending changes and the transfers: what one glance must answer. */
export function StatusBar({ projectId }: { projectId: string | null }) {
  const { track } = usePlayerState();
  const narrow = useNarrowerThan(widths.left);
  return (
    <footer className="border-t border-line bg-panel">
      {track && narrow && (
        <div className="flex border-b border-line pr-1">
          <PlayerBar track={track} />
        </div>
      )}
      <div className="flex h-9 min-w-0 items-stretch">
        {track && !narrow ? (
          <PlayerBar track={track} />
        ) : (
          <div className="flex min-w-0 flex-1 items-center px-4">
            {projectId && <LastActivity projectId={projectId} />}
          </div>
        )}
        <PendingLamp />
        <TransferLamp />
      </div>
    </footer>
  );
}

function LastActivity({ projectId }: { projectId: string }) {
  const last = useActivities(projectId).data?.[0];
  const now = useNow();
  if (!last) return null;
  return (
    <p className="min-w-0 truncate text-meta text-dim">
      <span className="sr-only">{appText.latestActivity}</span>
      {/* A name in a right-to-left script must not reverse the text after it. */}
      <bdi>{activitySentence(last)}</bdi>{' '}
      <span className="text-faint">{`· ${formatAgo(Date.parse(last.createdAt), now)}`}</span>
    </p>
  );
}

function PendingLamp() {
  const backlog = useBacklog();
  const { panel, showPanel } = useFrame();
  const state = changesText(backlog);
  if (state === null) return null;
  const { changes, refused } = backlog;
  const Icon = refused > 0 ? CircleAlert : Clock;
  return (
    <button
      type="button"
      aria-label={appText.changes(state)}
      aria-expanded={panel === 'pending'}
      onClick={() => showPanel(panel === 'pending' ? null : 'pending')}
      className="flex shrink-0 animate-appear-late items-center gap-2 border-l border-line px-4 hover:bg-hover aria-expanded:bg-chosen"
    >
      <Icon
        size={15}
        aria-hidden
        className={classNames('shrink-0', refused > 0 ? 'text-over' : 'text-hot')}
      />
      <span className="tabular-nums max-[480px]:sr-only">{state}</span>
      <span aria-hidden className="hidden tabular-nums max-[480px]:inline">
        {refused || changes}
      </span>
    </button>
  );
}
