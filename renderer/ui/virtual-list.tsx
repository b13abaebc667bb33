import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useState } from 'react';
import { ScrollRegion } from './scroll-region.tsx';

/** A list of any length that draws only what is in view. Heights are measured; `estimate` (pixels) is the first guess. */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  labelOf,
  estimate,
  className,
  children,
}: {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** The accessible name of an item; without it, its own text is. */
  labelOf?: (item: Item) => string;
  estimate: (item: Item) => number;
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
  return (
    <ScrollRegion ref={setScroll} label={label} className={className ?? 'flex-1'}>
      <ul className="relative" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ key, index, start }) => {
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
