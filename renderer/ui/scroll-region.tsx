import type { ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';

/** A scrollable part of the window. It is focusable, so that it scrolls by keyboard too (WCAG 2.1.1). */
export function ScrollRegion({
  label,
  ref,
  className,
  children,
}: {
  label: string;
  ref?: Ref<HTMLElement>;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section
      ref={ref}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard
      tabIndex={0}
      className={classNames('min-h-0 overflow-y-auto focus-visible:-outline-offset-2', className)}
    >
      {children}
    </section>
  );
}
