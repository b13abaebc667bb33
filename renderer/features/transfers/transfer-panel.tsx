import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useState } from 'react';
import { useNow } from '../../app/clock.ts';
import { useNarrowerThan, widths } from '../../app/media.ts';
import { useTransfers } from '../../app/queries.ts';
import { ErrorLine } from '../../ui/notice.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { sortTransfers } from './transfer-list.ts';
import { TransferRow } from './transfer-row.tsx';
import { countsDown } from './transfer-words.ts';

/** Every file from seen to verified, what needs a hand first. */
export function TransferPanel() {
  const transfers = useTransfers();
  const [scroll, setScroll] = useState<HTMLElement | null>(null);
  const sorted = useMemo(() => sortTransfers(transfers.data ?? []), [transfers.data]);
  const now = useNow(sorted.some(countsDown) ? 'second' : 'halfMinute');
  const narrow = useNarrowerThan(widths.left);
  const list = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroll,
    getItemKey: (index) => sorted[index]?.id ?? index,
    estimateSize: () => (narrow ? 96 : 56),
    overscan: 8,
  });
  if (transfers.isPending) return <Skeleton rows={4} label="Loading transfers" />;
  if (transfers.error)
    return (
      <div className="p-4">
        <ErrorLine>{transfers.error.message}</ErrorLine>
      </div>
    );
  if (sorted.length === 0)
    return (
      <p className="px-4 py-6 text-center text-dim">
        Nothing on its way. Bounce into a watched folder, or drop files on a vibe.
      </p>
    );
  return (
    <ScrollRegion ref={setScroll} label="List of transfers" className="flex-1">
      <ul className="relative" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map((item) => {
          const transfer = sorted[item.index];
          return (
            transfer && (
              <li
                key={item.key}
                ref={list.measureElement}
                data-index={item.index}
                aria-label={transfer.name}
                aria-setsize={sorted.length}
                aria-posinset={item.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <TransferRow transfer={transfer} now={now} />
              </li>
            )
          );
        })}
      </ul>
    </ScrollRegion>
  );
}
