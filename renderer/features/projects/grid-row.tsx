import { MoreHorizontal } from 'lucide-react';
import { type MouseEvent, memo, type RefObject, useEffect, useRef } from 'react';
import type { Pin } from '../../../protocol/ipc/media.ts';
import type { Role } from '../../platform/permissions.ts';
import { plural } from '../../text/format.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ActionMenu } from '../../ui/menu.tsx';
import type { PendingBadge } from '../pending/port.ts';
import { withPinEntry } from '../pins/port.tsx';
import { Cell } from './cell.tsx';
import type { Row } from './project-rows.ts';
import { RowCells } from './row-cells.tsx';
import { type RowAction, rowMenu } from './row-menu.ts';

/** What makes a cut's line a thing that can be dragged. */
export type CutHandle = (row: Extract<Row, { kind: 'cut' }>) => object;

/** What happens on a line. The same functions for all lines, and at every drawing. */
export type RowEvents = {
  focus(row: Row): void;
  seen(row: Row): void;
  toggle(row: Row): void;
  /** Asked for a cut, or for a version of it. */
  open(row: Row): void;
  action(action: RowAction, row: Row): void;
  pin(row: Row, isPinned: boolean): void;
};

/**
 * One line of the treegrid: place, focus, drag and menu; what stands in it is `RowCells`. Drawn again only for another
 * value of its own: while the list scrolls, none of those in view is.
 */
export const GridRow = memo(function GridRow({
  row,
  index,
  top,
  height,
  role,
  now,
  narrow,
  fresh,
  badge,
  pin,
  lit,
  focusable,
  wantsFocus,
  mayPin,
  cutHandle,
  on,
}: {
  row: Row;
  index: number;
  top: number;
  height: number;
  role: Role;
  now: number;
  narrow: boolean;
  /** Not looked at yet. */
  fresh: boolean;
  badge: PendingBadge | undefined;
  pin: Pin | null;
  /** What is dragged would go here. */
  lit: boolean;
  focusable: boolean;
  /** Set when the keyboard moved to a line: that line takes the focus as soon as it is there. */
  wantsFocus: RefObject<boolean>;
  /** It is something that can be kept to be heard offline. */
  mayPin: boolean;
  cutHandle: CutHandle;
  on: RowEvents;
}) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!focusable || !wantsFocus.current) return;
    wantsFocus.current = false;
    element.current?.focus({ preventScroll: true });
  });
  const actions = rowMenu(row, role, (action) => on.action(action, row));
  const entries = mayPin ? withPinEntry(actions, pin, (isPinned) => on.pin(row, isPinned)) : actions;
  const name = nameOf(row);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list can't be a table
    <div
      ref={element}
      role="row"
      aria-label={`${labelOf(row)}${fresh ? ', new' : ''}${badge ? (badge.kind === 'pending' ? ', not sent yet' : `, refused: ${badge.message}`) : ''}`}
      aria-rowindex={index + 1}
      aria-level={row.level}
      aria-setsize={row.of}
      aria-posinset={row.position}
      aria-expanded={'open' in row ? row.open : undefined}
      data-index={index}
      data-lit={lit || undefined}
      tabIndex={focusable ? 0 : -1}
      onFocus={() => on.focus(row)}
      onClick={(event) => {
        on.seen(row);
        // A click in its menu comes here too, though the menu stands elsewhere in the page.
        if (isOnLine(event)) on.toggle(row);
      }}
      onDoubleClick={(event) => {
        if (isOnLine(event)) on.open(row);
      }}
      onKeyDown={() => on.seen(row)}
      onPointerMove={() => on.seen(row)}
      onContextMenu={(event) => {
        event.preventDefault();
        element.current?.querySelector<HTMLButtonElement>('[data-more]')?.click();
      }}
      className={classNames(
        'group absolute inset-x-0 top-0 flex items-center gap-2 border-line pr-1',
        row.kind === 'vibe' ? 'border-b' : 'rounded-md hover:bg-hover',
        lit && 'bg-accent-wash',
        fresh && 'animate-arrive',
      )}
      style={{ transform: `translateY(${top}px)`, height }}
      {...(row.kind === 'cut' ? cutHandle(row) : undefined)}
    >
      <RowCells
        row={row}
        now={now}
        narrow={narrow}
        fresh={fresh}
        badge={badge}
        pin={pin}
        focusable={focusable}
      />
      <Cell className={classNames('w-7 shrink-0', row.kind === 'vibe' && 'self-end pb-1')}>
        {entries.length > 0 && (
          <ActionMenu
            trigger={
              <IconButton
                data-more
                label={`Options for ${name}`}
                icon={MoreHorizontal}
                tabIndex={focusable ? 0 : -1}
                className={classNames(
                  'group-hover:opacity-100 group-focus-within:opacity-100 focus-visible:opacity-100 data-popup-open:opacity-100',
                  row.kind !== 'vibe' && 'opacity-0',
                )}
              />
            }
            entries={entries}
          />
        )}
      </Cell>
    </div>
  );
});

function isOnLine({ currentTarget, target }: MouseEvent): boolean {
  return currentTarget.contains(target as Element) && !(target as Element).closest('button');
}

function nameOf(row: Row): string {
  return row.kind === 'file' ? row.file.name : 'cut' in row ? row.cut.name : row.vibe.name;
}

function labelOf(row: Row): string {
  switch (row.kind) {
    case 'vibe':
      return `Vibe ${row.vibe.name}, ${plural(row.vibe.cuts.length, 'cut')}`;
    case 'cut':
      return `Cut ${row.cut.name} in ${row.vibe.name}, ${plural(row.cut.files.length, 'file')}`;
    case 'file':
      return row.version === null
        ? `File ${row.file.name} of ${row.cut.name}`
        : `Version ${row.version} of ${row.cut.name}, ${row.file.name}`;
    case 'no-files':
      return `${row.cut.name} has no files`;
    case 'no-cuts':
      return `${row.vibe.name} has no cuts`;
  }
}
