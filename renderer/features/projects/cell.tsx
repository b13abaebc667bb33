import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';

/** A cell of the treegrid. */
export function Cell({ className, children }: { className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list can't be a table; a treegrid is made of grid cells
    // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus
    <div role="gridcell" className={className}>
      {children}
    </div>
  );
}

/** A cell with one short fact, in the same column on every row. */
export function Fact({ className, children }: { className: string; children: ReactNode }) {
  return (
    <Cell className={classNames('shrink-0 truncate text-meta text-dim tabular-nums', className)}>
      {children}
    </Cell>
  );
}
