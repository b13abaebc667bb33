import {
  ArrowUp,
  Check,
  CircleAlert,
  CircleCheck,
  Clock,
  Ear,
  FolderOpen,
  type LucideIcon,
  Pause,
  Play,
  RotateCw,
  X,
} from 'lucide-react';
import { memo } from 'react';
import { concern, progress } from '../../../protocol/ipc/lamp.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useSession } from '../../platform/session-context.tsx';
import { failureSentence } from '../../text/failures.ts';
import { formatBytes } from '../../text/format.ts';
import { formatLevel } from '../../text/level.ts';
import { transferPlace, transfersText } from '../../text/transfers.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useSay } from '../../ui/messages.tsx';
import { Name } from '../../ui/name.tsx';
import { NotThis } from '../corrections/port.tsx';
import { hasLabel, iconPlaces, type TransferAction, transferActions } from './transfer-list.ts';
import { TransferNote } from './transfer-note.tsx';
import { transferClock, transferSentence, transferTitle } from './transfer-text.ts';
import { useDonePlace } from './use-done-place.ts';
import { useLocalLoudness } from './use-local-loudness.ts';

const actionIcons: Record<TransferAction, LucideIcon> = {
  pause: Pause,
  resume: Play,
  retry: RotateCw,
  takeAsIs: Check,
  discard: X,
  showInFolder: FolderOpen,
};

/** One file: its state, the reason, and what can be done about it. */
export const TransferRow = memo(function TransferRow({ transfer, now }: { transfer: Transfer; now: number }) {
  const share = progress(transfer);
  const { icon: Icon, colour } = look(transfer);
  const done = useDonePlace(transfer);
  const loudness = useLocalLoudness(transfer);
  const isNew = done && !(transfer.state.kind === 'done' && transfer.state.outcome === 'duplicate');
  const isUploading = transfer.state.kind === 'transferring' || transfer.state.kind === 'paused';
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 hover:bg-hover">
      <Icon size={16} aria-hidden className={classNames('shrink-0', colour)} />
      <div className="min-w-0 flex-1 @max-2xl:basis-[calc(100%-28px)]">
        <p className="flex min-w-0 items-baseline gap-2">
          <span title={transfer.path} className="flex min-w-0">
            <Name className="font-medium">{transfer.name}</Name>
          </span>
          {!done && (
            <span className="min-w-0 shrink-999 truncate text-meta text-faint">
              {transferPlace(transfer)}
            </span>
          )}
        </p>
        <p
          className={classNames(
            'text-meta break-words tabular-nums',
            concern(transfer.state) === 'needs-you' ? 'text-text' : 'text-dim',
          )}
        >
          {transferSentence(transfer, now, done?.place)}
          {isNew && ' '}
          {isNew && <NotThis project={done.project} cut={done.place.cut} file={done.place.file} />}
        </p>
        <TransferNote transfer={transfer} written={done?.place.file.note} />
        {loudness && (
          <p className="text-meta text-dim tabular-nums">
            {transfersText.loudness(
              formatLevel(loudness.integrated, 'LUFS'),
              formatLevel(loudness.truePeak, 'dBTP'),
            )}
          </p>
        )}
        {isUploading && (
          <div
            role="progressbar"
            aria-label={transfersText.uploadOf(transfer.name)}
            aria-valuenow={Math.floor(share * 100)}
            aria-valuemin={0}
            aria-valuemax={100}
            className="mt-1 h-1 overflow-hidden rounded-full bg-chosen"
          >
            <div
              className={classNames('h-full', transfer.state.kind === 'paused' ? 'bg-faint' : 'bg-accent')}
              style={{ width: `${share * 100}%` }}
            />
          </div>
        )}
      </div>
      <div className="w-36 shrink-0 text-right text-meta tabular-nums @max-2xl:ml-7 @max-2xl:flex-1 @max-2xl:text-left">
        <p
          className={classNames(
            'break-words',
            concern(transfer.state) === 'needs-you' ? 'text-over' : 'text-dim',
          )}
        >
          {transferTitle(transfer)}
        </p>
        <p className="text-faint">
          {formatBytes(transfer.size)} · {transferClock(transfer, now)}
        </p>
      </div>
      <Actions transfer={transfer} />
    </div>
  );
});

function Actions({ transfer }: { transfer: Transfer }) {
  const bridge = useBridge();
  const say = useSay();
  const label = (action: TransferAction) =>
    transfersText.actionOn(transfersText.actions[action], transfer.name);
  const run = async (action: TransferAction) => {
    const answer =
      action === 'showInFolder'
        ? await bridge.invoke('app.showInFolder', { transferId: transfer.id })
        : await bridge.invoke(`transfers.${action}`, { id: transfer.id });
    if (!answer.ok) say.failed(label(action), failureSentence(answer));
  };
  const { showsInFolder } = useSession().facts.capabilities;
  const places = iconPlaces.filter((action) => showsInFolder || action !== 'showInFolder');
  const possible = transferActions(transfer.state);
  return (
    <div className="flex shrink-0 items-center justify-end gap-1">
      {possible.filter(hasLabel).map((action) => (
        <Button key={action} icon={actionIcons[action]} onClick={() => void run(action)}>
          {transfersText.actions[action]}
        </Button>
      ))}
      {places.map((action) =>
        possible.includes(action) ? (
          <IconButton
            key={action}
            label={label(action)}
            icon={actionIcons[action]}
            onClick={() => void run(action)}
          />
        ) : (
          // An empty place keeps every button where it was a moment ago, and aligned in all rows.
          <span key={action} className="size-7 shrink-0" />
        ),
      )}
    </div>
  );
}

function look(transfer: Transfer): { icon: LucideIcon; colour: string } {
  switch (concern(transfer.state)) {
    case 'needs-you':
      return { icon: CircleAlert, colour: 'text-over' };
    case 'done':
      return { icon: CircleCheck, colour: 'text-good' };
    case 'waiting':
      return transfer.state.kind === 'paused'
        ? { icon: Pause, colour: 'text-dim' }
        : { icon: Clock, colour: 'text-hot' };
    case 'moving':
      return transfer.state.kind === 'seen' || transfer.state.kind === 'settling'
        ? { icon: Ear, colour: 'text-dim' }
        : { icon: ArrowUp, colour: 'text-accent' };
  }
}
