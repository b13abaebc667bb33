import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';

/**
 * The column of names: as wide as the longest one needs (`--song-names`), as far as that leaves the waveform its share.
 * The same in every row, so that waveforms are below each other.
 */
export const nameColumn =
  'w-[clamp(15.5rem,var(--song-names),38cqw)] shrink-0 @4xl:w-[clamp(20rem,var(--song-names),40cqw)] @6xl:w-[clamp(28rem,var(--song-names),40cqw)]';

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
