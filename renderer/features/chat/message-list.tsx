import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { chatText } from '../../text/chat.ts';
import { Button } from '../../ui/button.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import type { MessageRow } from './message-rows.ts';

/** Within this distance of the end (pixels), the user counts as reading the newest messages. */
const nearEnd = 40;
/** Within this distance of the start (pixels), earlier messages are loaded, so that users rarely reach it. */
const nearStart = 400;

/**
 * A conversation with the newest message at the end. Opens at the end and stays there. Renders only what is in view.
 * Earlier messages are added above without moving what is being read.
 */
export function MessageList<Shown>({
  label,
  rows,
  top,
  onNearStart,
  onAtEnd,
  shownId = null,
  children,
}: {
  label: string;
  rows: readonly MessageRow<Shown>[];
  /** Content above the first message. */
  top: ReactNode;
  onNearStart: () => void;
  /** Called when the newest message scrolls into view or out of it. */
  onAtEnd: (isAtEnd: boolean) => void;
  /** Opens at this message instead of the end. */
  shownId?: string | null;
  children: (message: Shown, isFirst: boolean) => ReactNode;
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
    const index = shownId === null ? -1 : rows.findIndex(({ key }) => key === shownId);
    if (index < 0) list.scrollToEnd();
    else list.scrollToIndex(index, { align: 'center' });
  });

  const isAtEnd = list.isAtEnd(nearEnd);
  useEffect(() => onAtEnd(isAtEnd), [onAtEnd, isAtEnd]);

  useEffect(() => {
    // Read from the DOM: the virtualizer's position is from before it scrolled to the end.
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
                  {row.kind === 'message' ? children(row.message, row.isFirst) : <Break row={row} />}
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
          {chatText.newest}
        </Button>
      )}
    </div>
  );
}

/** Begins a day, or what is new. */
function Break({ row }: { row: Exclude<MessageRow<unknown>, { kind: 'message' }> }) {
  return row.kind === 'day' ? (
    <h3 className="flex items-center gap-3 px-4 pt-3 pb-1 text-meta font-semibold text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {row.day}
    </h3>
  ) : (
    <p className="flex items-center gap-2 px-4 pt-2 pb-1 text-meta font-semibold text-text before:h-px before:flex-1 before:bg-dim after:h-px after:flex-1 after:bg-dim">
      <span className="rounded-full bg-text px-2 leading-4.5 text-ground">{chatText.unreadDivider}</span>
    </p>
  );
}
