import { initials } from '../text/format.ts';
import { classNames } from './class-names.ts';

/** A person's initials in a circle. The name is shown beside it, so it is hidden from screen readers. */
export function Avatar({ name, small = false }: { name: string; small?: boolean }) {
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-full bg-chosen font-medium text-dim',
        small ? 'size-5 text-[9px]' : 'size-6 text-[10px]',
      )}
    >
      {initials(name)}
    </span>
  );
}
