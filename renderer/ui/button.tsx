import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { tooltip } from './tooltips.tsx';

export type Tone = 'plain' | 'primary' | 'danger' | 'quiet';

const tones: Record<Tone, string> = {
  plain: 'bg-chosen text-text hover:bg-line-strong',
  primary: 'bg-accent text-on-accent font-medium hover:bg-accent-hover',
  danger: 'bg-over text-ground font-medium hover:brightness-110',
  quiet: 'text-dim hover:bg-hover hover:text-text',
};

/** A button with a label. While `busy` it keeps its size and tab position, and ignores clicks. */
export function Button({
  tone = 'plain',
  busy = false,
  icon: Icon,
  className,
  children,
  onClick,
  ...rest
}: ComponentProps<'button'> & { tone?: Tone; busy?: boolean; icon?: LucideIcon }) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classNames(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-md px-2.5 whitespace-nowrap transition-colors duration-100',
        'disabled:opacity-50 aria-disabled:animate-breathe',
        tones[tone],
        className,
      )}
      {...rest}
    >
      {Icon && <Icon size={14} aria-hidden />}
      {children}
    </button>
  );
}

/** A button with an icon. Its label is its accessible name and its tooltip, which also shows the shortcut. */
export function IconButton({
  label,
  keys,
  icon: Icon,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & {
  label: string;
  keys?: string | undefined;
  icon: LucideIcon;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      className={classNames(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-dim transition-colors duration-100 hover:bg-hover hover:text-text disabled:opacity-50 data-popup-open:bg-chosen data-popup-open:text-text',
        className,
      )}
      {...tooltip(label, keys)}
      {...rest}
    >
      <Icon size={15} aria-hidden />
    </button>
  );
}
