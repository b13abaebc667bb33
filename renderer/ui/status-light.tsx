import { CircleAlert } from 'lucide-react';
import { classNames } from './class-names.ts';

/**
 * `good`: as it should be. `working`: something is being made, and nothing can be done yet. `busy`: on its way. `held`:
 * waits and goes on alone. `off`: switched off. `nothing`: there is nothing yet. `trouble`: needs somebody.
 */
export type StatusTone = 'good' | 'working' | 'busy' | 'held' | 'off' | 'nothing' | 'trouble';

const looks: Record<Exclude<StatusTone, 'trouble'>, string> = {
  good: 'border-good bg-good',
  working: 'border-2 border-good animate-breathe',
  busy: 'border-2 border-accent bg-accent-wash',
  held: 'border-2 border-hot bg-[linear-gradient(90deg,var(--hot)_50%,transparent_50%)]',
  off: 'border-2 border-faint',
  nothing: 'border-2 border-dashed border-faint',
};

/** A lamp whose state is its shape as well as its colour: disc, ring, half, hollow, dashed, or a warning. */
export function StatusLight({ tone, small = false }: { tone: StatusTone; small?: boolean }) {
  if (tone === 'trouble')
    return <CircleAlert size={small ? 14 : 18} aria-hidden className="shrink-0 text-over" />;
  return (
    <span
      aria-hidden
      data-tone={tone}
      className={classNames(
        'shrink-0 rounded-full forced-color-adjust-none',
        small ? 'mx-[3px] size-2' : 'size-3.5',
        looks[tone],
      )}
    />
  );
}
