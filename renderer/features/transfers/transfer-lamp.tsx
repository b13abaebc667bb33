import { connectionOf, isInTrouble, type Lamp, lamp } from '../../../protocol/ipc/lamp.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import { useBindings, useRecordingPause, useTransfers } from '../../platform/queries.ts';
import { useSession } from '../../platform/session-context.tsx';
import { useConnection } from '../../platform/socket-context.tsx';
import { useNow } from '../../platform/use-now.ts';
import { transfersText } from '../../text/transfers.ts';
import { classNames } from '../../ui/class-names.ts';
import { StatusLight, type StatusTone } from '../../ui/status-light.tsx';
import { tooltip } from '../../ui/tooltips.tsx';
import { useBacklog } from '../pending/port.tsx';
import { lampText } from './transfer-text.ts';

const tones: Record<Lamp['kind'], StatusTone> = {
  recording: 'held',
  'needs-you': 'trouble',
  refused: 'trouble',
  folders: 'trouble',
  'signed-out': 'trouble',
  'app-needs-update': 'trouble',
  'server-needs-update': 'trouble',
  settling: 'working',
  preparing: 'busy',
  uploading: 'busy',
  waiting: 'held',
  offline: 'held',
  pending: 'busy',
  nothing: 'nothing',
  idle: 'good',
};

/** Answers “is everything safe?” in the corner: the only place that says so. A click shows every file. */
export function TransferLamp() {
  const transfers = useTransfers();
  const bindings = useBindings().data;
  const { bounceFolders } = useSession().facts.capabilities;
  const connection = useConnection();
  const backlog = useBacklog();
  const pause = useRecordingPause();
  const now = useNow(pause ? 'second' : 'halfMinute');
  const { panel, showPanel } = useFrame();
  const state = lamp(transfers.data ?? [], {
    troubledFolders: bindings?.filter(isInTrouble).length ?? 0,
    hasFolders: !bounceFolders || (bindings?.length ?? 1) > 0,
    connection: connectionOf(connection),
    ...{ backlog, pause, now },
  });
  // Never call files safe while their state is unknown.
  const tone = transfers.error ? 'trouble' : tones[state.kind];
  const { title, detail } = transfers.error
    ? { title: transfersText.unreadable, detail: transfers.error.message }
    : lampText(state);
  return (
    <button
      type="button"
      {...tooltip(transfersText.label, 'T')}
      aria-expanded={panel === 'transfers'}
      onClick={() => showPanel(panel === 'transfers' ? null : 'transfers')}
      className="relative flex h-full min-w-0 flex-1 items-center gap-3 overflow-hidden px-4 text-left hover:bg-hover aria-expanded:bg-chosen"
    >
      <StatusLight tone={tone} />
      <span className="flex min-w-0 flex-col">
        <span className="line-clamp-2 leading-4 font-medium">
          <span className="sr-only">{transfersText.lamp.label}</span>
          {title}
        </span>{' '}
        <span className="truncate text-meta text-dim tabular-nums max-[760px]:hidden">{detail}</span>
      </span>
      {state.kind === 'uploading' && (
        <span aria-hidden className="absolute inset-x-0 bottom-0 h-0.5 bg-chosen">
          <span
            className={classNames('block h-full bg-accent transition-[width] duration-100')}
            style={{ width: `${state.percent}%` }}
          />
        </span>
      )}
    </button>
  );
}
