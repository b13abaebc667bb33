import { Tooltip } from '@base-ui/react/tooltip';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Tone = 'plain' | 'primary' | 'danger' | 'quiet';

const tones: Record<Tone, string> = {
  plain: 'bg-chosen text-text hover:bg-line-strong',
  primary: 'bg-accent text-on-accent font-medium hover:bg-accent-hover',
  danger: 'bg-over text-ground font-medium hover:brightness-110',
  quiet: 'text-dim hover:bg-hover hover:text-text',
};

/** A button with words on it. `busy` keeps its size and its place in the tab order, and takes no second click. */
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

/** A button with a picture on it: its name is read out and shown as a tooltip, with the key that does the same. */
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
    <WithTooltip text={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        className={classNames(
          'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-dim transition-colors duration-100 hover:bg-hover hover:text-text disabled:opacity-50 data-popup-open:bg-chosen data-popup-open:text-text',
          className,
        )}
        {...rest}
      >
        <Icon size={15} aria-hidden />
      </button>
    </WithTooltip>
  );
}

/**
 * Shows `text` beside what it wraps, on hover and on keyboard focus. For the eye only: what it says must be in the
 * accessible name too, or be no more than a convenience.
 */
export function WithTooltip({
  text,
  keys,
  children,
}: {
  text: string;
  keys?: string | undefined;
  children: React.ReactElement<Record<string, unknown>>;
}): ReactNode {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="z-50">
          <Tooltip.Popup
            aria-hidden
            className="flex max-w-80 items-center gap-2 rounded-md bg-raised px-2 py-1 text-meta break-words whitespace-pre-line shadow-lift"
          >
            {text}
            {keys && <Key>{keys}</Key>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** A key as it stands on the keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line-strong px-1 font-sans text-meta text-dim">
      {children}
    </kbd>
  );
}
