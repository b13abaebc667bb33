import { ArrowDownToLine, CircleAlert } from 'lucide-react';
import type { Pin } from '../../../protocol/ipc/media.ts';
import { classNames } from '../../ui/class-names.ts';
import { pinWords } from './pin-words.ts';

/** A quiet sign that something is kept to be heard offline, and how far that is. */
export function PinMark({ pin }: { pin: Pin | null }) {
  if (!pin) return null;
  const { title, sentence } = pinWords(pin);
  const isShort = pin.state.kind === 'no-room' || pin.state.kind === 'waiting';
  const Icon = pin.state.kind === 'no-room' ? CircleAlert : ArrowDownToLine;
  return (
    <span title={`${title}. ${sentence}`} className="inline-flex shrink-0">
      <Icon
        size={12}
        aria-hidden
        className={classNames(
          isShort ? 'text-hot' : 'text-faint',
          pin.state.kind === 'fetching' && 'animate-breathe',
        )}
      />
      <span className="sr-only">{title}</span>
    </span>
  );
}
