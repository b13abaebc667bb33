import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { MessageBubble } from './message-bubble.tsx';
import type { MessageRow } from './message-rows.ts';

/** How near to the end (pixels) one must be to be taken to read what comes there. */
const nearEnd = 40;
/** How near to the beginning earlier messages are fetched, so that one rarely meets it. */
const nearStart = 400;

/**
 * A conversation, newest at the end, where it opens and stays; drawn as far as it is in view. Earlier messages come in
 * above without moving what is read.
 */
export function MessageList({
  label,
  rows,
  top,
  onNearStart,
  onAtEnd,
}: {
  label: string;
  rows: readonly MessageRow[];
  /** What stands above the first message. */
  top: React.ReactNode;
  onNearStart: () => void;
  /** Told whether the newest message is in view, whenever that changes. */
  onAtEnd: (isAtEnd: boolean) => void;
}) {
  const [scroll, setScroll] = useState<HTMLElement | null>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: (index) => (rows[index]?.kind === 'message' ? 36 : 32),
    overscan: 8,
    paddingEnd: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: nearEnd,
  });

  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current || !scroll || rows.length === 0) return;
    opened.current = true;
    list.scrollToEnd();
  });

  const isAtEnd = list.isAtEnd(nearEnd);
  useEffect(() => onAtEnd(isAtEnd), [onAtEnd, isAtEnd]);

  useEffect(() => {
    // Read from the page: what the list knows is from before it was opened at its end.
    if (opened.current && scroll && scroll.scrollTop < nearStart) onNearStart();
  });

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <ScrollRegion ref={setScroll} label={label} className="flex flex-1 flex-col [overflow-anchor:none]">
        <div className="flex-1" />
        {top}
        <ul className="relative shrink-0" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            return (
              row && (
                <li
                  key={key}
                  ref={list.measureElement}
                  data-index={index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <Row row={row} />
                </li>
              )
            );
          })}
        </ul>
      </ScrollRegion>
      {!isAtEnd && rows.length > 0 && (
        <Button
          icon={ArrowDown}
          onClick={() => list.scrollToEnd()}
          className="absolute right-3 bottom-2 bg-raised shadow-lift"
        >
          Newest
        </Button>
      )}
    </div>
  );
}

function Row({ row }: { row: MessageRow }) {
  switch (row.kind) {
    case 'day':
      return <h3 className="pt-3 pb-1 text-center text-meta font-semibold text-faint">{row.day}</h3>;
    case 'unread':
      return (
        <p className="flex items-center gap-2 px-3 pt-2 pb-1 text-meta font-semibold text-accent before:h-px before:flex-1 before:bg-accent after:h-px after:flex-1 after:bg-accent">
          New
        </p>
      );
    case 'message':
      return <MessageBubble message={row.message} isFirst={row.isFirst} />;
  }
}
