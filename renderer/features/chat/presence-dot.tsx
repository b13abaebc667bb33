import { classNames } from '../../ui/class-names.ts';
import type { ContactPresence } from './contacts.ts';

const looks: Record<ContactPresence, string> = {
  online: 'border-good bg-good',
  offline: 'border-faint',
  unknown: 'border-transparent',
  parted: 'border-transparent',
};

/** Filled: online. Hollow: offline. None: unknown. Hidden from screen readers, so callers also show the text. */
export function PresenceDot({ presence }: { presence: ContactPresence }) {
  return (
    <span
      aria-hidden
      className={classNames('size-2 shrink-0 rounded-full border-[1.5px]', looks[presence])}
    />
  );
}
