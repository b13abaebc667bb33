import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, useCallback, useEffect, useState } from 'react';
import { ListPaintedContext } from './list-painted.tsx';
import { ScrollRegion } from './scroll-region.tsx';
import { useAfterPaint } from './use-after-paint.ts';

/** A list of any length that renders only what is in view. Heights are measured; `estimate` is the first guess, in pixels. */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  labelOf,
  estimate,
  reveal = null,
  onNearEnd,
  className,
  children,
}: {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** The accessible name of an item. By default it is the item's text. */
  labelOf?: (item: Item) => string;
  estimate: (item: Item) => number;
  /** An item to scroll to, by its key. A new object scrolls to the same item again. */
  reveal?: { key: string } | null;
  /** Called after each render that includes the last item, so that more can be read. */
  onNearEnd?: (() => void) | undefined;
  /** By default it fills its panel. */
  className?: string;
  children: (item: Item) => ReactNode;
}) {
  const [scroll, setScroll] = useState<HTMLElement | null>(null);
  const isPainted = useAfterPaint();
  const [initialRect] = useState(() => ({ width: 0, height: reveal ? 0 : likelyHeight() }));
  // A new function makes the list measure all items again, which scrolling must not.
  const getItemKey = useCallback(
    (index: number) => (index < items.length ? keyOf(items[index] as Item) : index),
    [items, keyOf],
  );
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll,
    getItemKey,
    estimateSize: (index) => estimate(items[index] as Item),
    initialRect,
    // The first frame shows what is in view; the rest of the list follows.
    overscan: isPainted ? 3 : 0,
  });
  const index = reveal ? items.findIndex((item) => keyOf(item) === reveal.key) : -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each request, as soon as the item is in the list
  useEffect(() => {
    if (index >= 0) list.scrollToIndex(index, { align: 'auto' });
  }, [reveal, index >= 0, scroll]);
  const drawn = list.getVirtualItems();
  useEffect(() => {
    if (drawn.at(-1)?.index === items.length - 1) onNearEnd?.();
  });
  return (
    <ScrollRegion ref={setScroll} label={label} className={className ?? 'flex-1 bg-surface'}>
      <ul className="relative" style={{ height: list.getTotalSize() }}>
        {drawn.map(({ key, index, start }) => {
          const item = items[index];
          return (
            item !== undefined && (
              <li
                key={key}
                ref={list.measureElement}
                data-index={index}
                aria-label={labelOf?.(item)}
                aria-setsize={items.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                <ListPaintedContext value={isPainted}>
                  <Drawn item={item} draw={children as (item: unknown) => ReactNode} />
                </ListPaintedContext>
              </li>
            )
          );
        })}
      </ul>
    </ScrollRegion>
  );
}

/** Of a list in a panel, in pixels: its rows are drawn at once, instead of after a layout that only measures the panel. */
function likelyHeight(): number {
  return 0.6 * window.innerHeight;
}

/** The list renders again at every scroll position; items that stay in view must not. */
const Drawn = memo(function Drawn({ item, draw }: { item: unknown; draw: (item: unknown) => ReactNode }) {
  return draw(item);
});
