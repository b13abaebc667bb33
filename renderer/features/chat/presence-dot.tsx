import { classNames } from '../../ui/class-names.ts';

/** Filled: here. Hollow: not. Missing: not to be seen. For the eye: who draws it says the words too. */
export function PresenceDot({ isOnline }: { isOnline: boolean | null }) {
  return (
    <span
      aria-hidden
      className={classNames(
        'size-2 shrink-0 rounded-full border-[1.5px]',
        isOnline === null ? 'border-transparent' : isOnline ? 'border-good bg-good' : 'border-faint',
      )}
    />
  );
}
