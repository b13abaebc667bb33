import { classNames } from '../../ui/class-names.ts';
import type { ContactPresence } from './bandmate-list.ts';

const looks: Record<ContactPresence, string> = {
  online: 'border-good bg-good',
  offline: 'border-faint',
  unknown: 'border-transparent',
  parted: 'border-transparent',
};

/** Filled: here. Hollow: not. Missing: nothing is known. For the eye: who draws it says the words too. */
export function PresenceDot({ presence }: { presence: ContactPresence }) {
  return (
    <span
      aria-hidden
      className={classNames('size-2 shrink-0 rounded-full border-[1.5px]', looks[presence])}
    />
  );
}
