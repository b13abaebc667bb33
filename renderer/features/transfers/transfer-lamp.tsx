import { ArrowUp, CircleAlert, CircleCheck, Clock, Ear, FolderX } from 'lucide-react';
import { useFrame } from '../../platform/frame-context.tsx';
import { useBindings, useTransfers } from '../../platform/queries.ts';
import { transfersText } from '../../text/transfers.ts';
import { classNames } from '../../ui/class-names.ts';
import { tooltip } from '../../ui/tooltips.tsx';
import { isInTrouble } from '../bounce-folders/port.ts';
import { lamp } from './transfer-list.ts';
import { lampSentence } from './transfer-text.ts';

const looks = {
  idle: { icon: CircleCheck, colour: 'text-good' },
  folders: { icon: FolderX, colour: 'text-over' },
  settling: { icon: Ear, colour: 'text-dim' },
  uploading: { icon: ArrowUp, colour: 'text-accent' },
  waiting: { icon: Clock, colour: 'text-hot' },
  'needs-you': { icon: CircleAlert, colour: 'text-over' },
} as const;

/** Answers “is my bounce safe?” in the corner. A click shows every file. */
export function TransferLamp() {
  const transfers = useTransfers();
  const { panel, showPanel } = useFrame();
  const state = lamp(transfers.data ?? [], useBindings().data?.filter(isInTrouble).length);
  // Never call files safe while their state is unknown.
  const { icon: Icon, colour } = looks[transfers.error ? 'needs-you' : state.kind];
  const text = transfers.error ? transfersText.unreadable : lampSentence(state);
  return (
    <button
      type="button"
      {...tooltip(transfersText.label, 'T')}
      aria-label={transfersText.lampLabel(text)}
      aria-expanded={panel === 'transfers'}
      onClick={() => showPanel(panel === 'transfers' ? null : 'transfers')}
      className="relative flex h-full shrink-0 items-center gap-2 overflow-hidden border-l border-line px-4 hover:bg-hover aria-expanded:bg-chosen"
    >
      <Icon size={15} aria-hidden className={classNames('shrink-0', colour)} />
      <span className="tabular-nums">{text}</span>
      {state.kind === 'uploading' && (
        <span aria-hidden className="absolute inset-x-0 bottom-0 h-0.5 bg-chosen">
          <span className="block h-full bg-accent" style={{ width: `${state.percent}%` }} />
        </span>
      )}
    </button>
  );
}
