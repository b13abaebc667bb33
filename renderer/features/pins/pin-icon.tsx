import { ArrowDownToLine, CircleAlert } from 'lucide-react';
import type { Pin } from '../../../protocol/ipc/media.ts';
import { pinsText } from '../../text/pins.ts';
import { classNames } from '../../ui/class-names.ts';
import { pinText } from './pin-text.ts';

/** Shows that something is kept offline, and whether it has been downloaded. */
export function PinIcon({ pin }: { pin: Pin | null }) {
  if (!pin) return null;
  const { title, sentence } = pinText(pin);
  const isShort = pin.state.kind === 'no-room' || pin.state.kind === 'waiting';
  const Icon = pin.state.kind === 'no-room' ? CircleAlert : ArrowDownToLine;
  return (
    <span title={pinsText.tooltip(title, sentence)} className="inline-flex shrink-0">
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
