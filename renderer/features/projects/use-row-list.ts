import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useContext, useEffect, useState } from 'react';
import { useFrame } from '../../platform/frame-context.tsx';
import { NarrowWorkContext } from '../../platform/media.ts';
import { useAfterPaint } from '../../ui/use-after-paint.ts';
import { type Row, rowHeight } from './project-rows.ts';

/** In pixels: the heads and the player. What is left of the window is drawn before anything is measured. */
const aroundRows = 224;

/**
 * The rows in view, and the focused one, inside the element given to `setScroll`. The list starts where the project
 * was scrolled to when it was last left.
 */
export function useRowList(projectId: string, rows: readonly Row[], focusIndex: number) {
  const { scrolls } = useFrame();
  const [scroll, setScroll] = useState<HTMLElement | null>(null);
  const narrow = useContext(NarrowWorkContext);
  const [initialRect] = useState(() => ({ width: 0, height: window.innerHeight - aroundRows }));
  const isPainted = useAfterPaint();

  // A new function makes the list measure all rows again, which scrolling must not: heights depend on the rows and the
  // width alone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measure again when the width changes
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows, narrow]);

  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll,
    getItemKey,
    estimateSize: (index) => rowHeight(rows, index, narrow),
    initialRect,
    overscan: isPainted ? 3 : 1,
    initialOffset: scrolls.get(projectId) ?? 0,
    scrollPaddingStart: 8,
    scrollPaddingEnd: 24,
    // The focused row stays mounted when it is scrolled away, so that the keyboard keeps its place.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), focusIndex])].sort((a, b) => a - b),
  });

  // Reading the offset from the page instead would force a layout in the middle of a scroll.
  useEffect(
    () => () => {
      scrolls.set(projectId, list.scrollOffset ?? 0);
    },
    [list, scrolls, projectId],
  );

  return { list, setScroll, narrow, isPainted };
}
