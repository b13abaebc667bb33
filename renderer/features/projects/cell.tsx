import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';
import type { Mark } from '../waiting/overlay.ts';

/** A cell of the treegrid. */
export function Cell({ className, children }: { className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list can't be a table; ARIA's treegrid is made of these
    // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus
    <div role="gridcell" className={className}>
      {children}
    </div>
  );
}

/** A cell with one short fact; all lines keep them in the same columns. */
export function Fact({ className, children }: { className: string; children: ReactNode }) {
  return (
    <Cell className={classNames('shrink-0 truncate text-meta text-dim tabular-nums', className)}>
      {children}
    </Cell>
  );
}

/** How the line's own change stands, where it isn't confirmed. */
export function MarkWords({ mark }: { mark: Mark | undefined }) {
  if (!mark) return null;
  return mark.kind === 'pending' ? (
    <span className="shrink-0 animate-appear-late text-meta text-hot">not sent yet</span>
  ) : (
    <span className="min-w-12 shrink-3 truncate text-meta text-over" title={mark.message}>
      refused: {mark.message}
    </span>
  );
}
