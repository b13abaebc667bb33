import { MoreHorizontal } from 'lucide-react';
import { type MouseEvent, memo, type RefObject, useEffect, useRef } from 'react';
import type { Pin } from '../../../protocol/ipc/media.ts';
import type { Transfer } from '../../../protocol/ipc/transfer.ts';
import { useSight } from '../../platform/in-sight.ts';
import type { Role } from '../../platform/permissions.ts';
import type { SongOrder } from '../../platform/songs.ts';
import { commonText } from '../../text/common.ts';
import { projectsText } from '../../text/projects.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { AfterListPaint } from '../../ui/list-painted.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import type { PendingBadge } from '../pending/port.ts';
import { withPinEntry } from '../pins/port.tsx';
import { useTakeOut } from '../to-daw/port.tsx';
import { Cell } from './cell.tsx';
import { type Row, songGap } from './project-rows.ts';
import { RowCells } from './row-cells.tsx';
import { type RowAction, rowMenu } from './row-menu.ts';

/** The attributes that make a cut's row draggable. */
export type CutHandle = (row: Extract<Row, { kind: 'cut' }>) => object;

/** The events of a row. All rows share the same functions, which never change. */
export type RowEvents = {
  focus(row: Row): void;
  seen(row: Row): void;
  toggle(row: Row): void;
  /** A cut or a version of it. */
  open(row: Row): void;
  /** The cut of a row, at one of its versions. */
  openVersion(row: Row, fileId: string): void;
  action(action: RowAction, row: Row): void;
  pin(row: Row, isPinned: boolean): void;
};

/**
 * One row of the treegrid: position, focus, drag and menu. `RowCells` fills it. It renders again only when one of its own
 * props changes, so scrolling renders no row that is already in view.
 */
export const GridRow = memo(function GridRow({
  row,
  index,
  top,
  height,
  role,
  order,
  now,
  narrow,
  fresh,
  badge,
  arrival,
  settled,
  pin,
  lit,
  focusable,
  wantsFocus,
  mayPin,
  open,
  cutHandle,
  endsCard,
  on,
}: {
  row: Row;
  index: number;
  top: number;
  height: number;
  role: Role;
  order: SongOrder;
  now: number;
  narrow: boolean;
  /** Not looked at yet. */
  fresh: boolean;
  badge: PendingBadge | undefined;
  /** A version of it that is on its way. */
  arrival: Transfer | undefined;
  /** Its newest version has just arrived. */
  settled: boolean;
  pin: Pin | null;
  /** A drop would land here. */
  lit: boolean;
  focusable: boolean;
  /** Set when the keyboard moved to a row: it takes the focus as soon as it is rendered. */
  wantsFocus: RefObject<boolean>;
  /** It can be kept for offline playback. */
  mayPin: boolean;
  /** The number of its open points; null while it isn't known. */
  open: number | null;
  cutHandle: CutHandle;
  /** The last row of a song's card. */
  endsCard: boolean;
  on: RowEvents;
}) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!focusable || !wantsFocus.current) return;
    wantsFocus.current = false;
    element.current?.focus({ preventScroll: true });
  });
  useSight(element, row.kind === 'cut' ? `song ${row.cut.id}` : null);
  const isCardTop = row.kind === 'empty' || (row.kind === 'cut' && row.look === 'song');
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list can't be a table
    <div
      ref={element}
      role="row"
      aria-label={labelOf(row) + (fresh ? projectsText.row.isNew : '') + stateOf(badge)}
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
        // React also delivers clicks in its menu, which is rendered in a portal.
        if (isOnRow(event)) on.open(row);
      }}
      onKeyDown={() => on.seen(row)}
      onPointerMove={() => on.seen(row)}
      onContextMenu={(event) => {
        event.preventDefault();
        element.current?.querySelector<HTMLButtonElement>('[data-more]')?.click();
      }}
      className={classNames(
        'group absolute inset-x-0 top-0 flex contain-strict items-center gap-3 border-line pr-1.5 focus-visible:-outline-offset-2',
        row.kind !== 'vibe' && 'border-x pl-2',
        row.kind === 'empty'
          ? 'border-dashed border-line-strong'
          : row.kind !== 'vibe' && 'bg-card hover:bg-card-hover',
        isCardTop && 'rounded-t-card border-t',
        endsCard && 'rounded-b-card border-b',
        lit && 'outline-2 -outline-offset-2 outline-accent',
        fresh && 'animate-arrive',
      )}
      style={{ transform: `translateY(${top}px)`, height: endsCard ? height - songGap : height }}
      {...(row.kind === 'cut' ? cutHandle(row) : undefined)}
    >
      {settled && (
        <span aria-hidden className="pointer-events-none absolute inset-0 overflow-hidden rounded-card">
          <span className="absolute inset-0 animate-sweep bg-linear-to-r from-transparent to-chosen" />
        </span>
      )}
      <RowCells
        row={row}
        now={now}
        narrow={narrow}
        fresh={fresh}
        badge={badge}
        arrival={arrival}
        pin={pin}
        open={open}
        focusable={focusable}
        onFold={() => on.toggle(row)}
        onOpenVersion={(fileId) => on.openVersion(row, fileId)}
      />
      <Cell className={classNames('-ml-1.5 w-7 shrink-0', row.kind === 'vibe' && 'self-end')}>
        <AfterListPaint>
          <RowMenu {...{ row, role, order, pin, mayPin, focusable, on }} />
        </AfterListPaint>
      </Cell>
    </div>
  );
});

function RowMenu({
  row,
  role,
  order,
  pin,
  mayPin,
  focusable,
  on,
}: {
  row: Row;
  role: Role;
  order: SongOrder;
  pin: Pin | null;
  mayPin: boolean;
  focusable: boolean;
  on: RowEvents;
}) {
  const out = useTakeOut();
  const takeOut =
    row.kind === 'file' ? out.ofFile(row.cut, row.file) : row.kind === 'cut' ? out.ofSong(row.cut) : [];
  const actions = rowMenu(row, role, order, (action) => on.action(action, row), takeOut);
  const entries = mayPin ? withPinEntry(actions, pin, (isPinned) => on.pin(row, isPinned)) : actions;
  if (entries.length === 0) return null;
  return (
    <ActionMenu
      trigger={
        <IconButton
          data-more
          label={commonText.optionsFor(nameOf(row))}
          icon={MoreHorizontal}
          tabIndex={focusable ? 0 : -1}
          className="opacity-0 pointer-coarse:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100 data-popup-open:opacity-100"
        />
      }
      entries={entries}
    />
  );
}

function isOnRow({ currentTarget, target }: MouseEvent): boolean {
  return currentTarget.contains(target as Element) && !(target as Element).closest('button');
}

function stateOf(badge: PendingBadge | undefined): string {
  if (!badge) return '';
  return badge.kind === 'pending' ? projectsText.row.notSent : projectsText.row.refused(badge.message);
}

function nameOf(row: Row): string {
  return row.kind === 'file' ? row.file.name : 'cut' in row ? row.cut.name : row.vibe.name;
}

function labelOf(row: Row): string {
  switch (row.kind) {
    case 'vibe':
    case 'empty':
      return projectsText.row.vibe(row.vibe.name, row.vibe.cuts.length);
    case 'cut':
      return projectsText.row.cut(row.cut.name, row.vibe.name, row.cut.files.length);
    case 'file':
      return row.version === null
        ? projectsText.row.file(row.file.name, row.cut.name)
        : projectsText.row.version(row.version, row.cut.name, row.file.name);
    case 'no-files':
      return projectsText.row.noFiles(row.cut.name);
  }
}
