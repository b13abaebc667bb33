import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useState } from 'react';
import { ScrollRegion } from './scroll-region.tsx';

/** A list of any length that draws only what is in view. Heights are measured; `estimate` (pixels) is the first guess. */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  labelOf,
  estimate,
  onNearEnd,
  className,
  children,
}: {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** The accessible name of an item; without it, its own text is. */
  labelOf?: (item: Item) => string;
  estimate: (item: Item) => number;
  /** Called after each drawing that has the last item: more can be read. */
  onNearEnd?: (() => void) | undefined;
  className?: string;
  children: (item: Item) => ReactNode;
}) {
  const [scroll, setScroll] = useState<HTMLElement | null>(null);
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll,
    getItemKey: (index) => (index < items.length ? keyOf(items[index] as Item) : index),
    estimateSize: (index) => estimate(items[index] as Item),
    overscan: 8,
  });
  const drawn = list.getVirtualItems();
  useEffect(() => {
    if (drawn.at(-1)?.index === items.length - 1) onNearEnd?.();
  });
  return (
    <ScrollRegion ref={setScroll} label={label} className={className ?? 'flex-1'}>
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
                {children(item)}
              </li>
            )
          );
        })}
      </ul>
    </ScrollRegion>
  );
}
