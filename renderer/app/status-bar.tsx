import { CircleAlert, Clock } from 'lucide-react';
import { memo } from 'react';
import { PauseButton } from '../features/beside/port.tsx';
import { ConnectionLamp } from '../features/connection/connection-lamp.tsx';
import { PartyIconButton } from '../features/party/party-button.tsx';
import { useBacklog } from '../features/pending/use-backlog.ts';
import { usePlayerState } from '../features/player/listening.tsx';
import { NewestButton } from '../features/player/newest-button.tsx';
import { PlayerBar } from '../features/player/player-bar.tsx';
import { TransferLamp } from '../features/transfers/transfer-lamp.tsx';
import { useFrame } from '../platform/frame-context.tsx';
import { useNarrowerThan, widths } from '../platform/media.ts';
import { appText } from '../text/app.ts';
import { changesText } from '../text/pending.ts';
import { classNames } from '../ui/class-names.ts';

/** The player, and the lamp: what one glance must answer. */
export const StatusBar = memo(function StatusBar({ projectId }: { projectId: string | null }) {
  const { track } = usePlayerState();
  const narrow = useNarrowerThan(widths.left);
  return (
    <footer className="border-t border-line bg-panel">
      {track && narrow && (
        <div className="flex border-b border-line pr-1">
          <PlayerBar track={track} />
        </div>
      )}
      <div
        className={classNames(
          'flex min-w-0 items-stretch justify-end max-[760px]:h-10',
          track ? 'h-18' : 'h-14',
        )}
      >
        {track && !narrow && <PlayerBar track={track} tools={<PartyIconButton track={track} />} />}
        {!track && !narrow && projectId && <NewestButton projectId={projectId} />}
        <div
          className={classNames(
            'flex min-w-0 items-stretch border-line',
            narrow ? 'flex-1' : 'w-74 shrink-0 border-l min-[1441px]:w-84',
          )}
        >
          <Lamps />
        </div>
      </div>
    </footer>
  );
});

/** The lamp with what belongs to it: pending changes, and the connection. */
export function Lamps() {
  return (
    <>
      <TransferLamp />
      <PendingButton />
      <PauseButton />
      <ConnectionLamp />
    </>
  );
}

/** How many changes are pending or refused: part of the lamp, and the way to them. */
function PendingButton() {
  const backlog = useBacklog();
  const { panel, showPanel } = useFrame();
  const state = changesText(backlog);
  if (state === null) return null;
  const { changes, refused } = backlog;
  const Icon = refused > 0 ? CircleAlert : Clock;
  return (
    <button
      type="button"
      title={state}
      aria-label={appText.changes(state)}
      aria-expanded={panel === 'pending'}
      onClick={() => showPanel(panel === 'pending' ? null : 'pending')}
      className="flex shrink-0 animate-appear-late items-center gap-1.5 px-3 hover:bg-hover aria-expanded:bg-chosen"
    >
      <Icon
        size={14}
        aria-hidden
        className={classNames('shrink-0', refused > 0 ? 'text-over' : 'text-hot')}
      />
      <span className="tabular-nums">{refused || changes}</span>
    </button>
  );
}
