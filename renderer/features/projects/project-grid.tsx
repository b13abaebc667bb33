import { Upload } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ProjectSnapshot } from '../../../protocol/wire/project.ts';
import { type Arrivals, markSeen } from '../../platform/arrivals.ts';
import { useFrame } from '../../platform/frame-context.tsx';
import type { SongOrder } from '../../platform/songs.ts';
import { useStore } from '../../platform/store.ts';
import { useNow } from '../../platform/use-now.ts';
import { useStable } from '../../platform/use-stable.ts';
import { projectsText } from '../../text/projects.ts';
import { classNames } from '../../ui/class-names.ts';
import { ListPaintedContext } from '../../ui/list-painted.tsx';
import { useExpectComments } from '../comments/port.tsx';
import { type DropIntent, isLit } from '../drop/port.tsx';
import type { PendingBadges } from '../pending/port.ts';
import { pinOf, usePin, usePins } from '../pins/port.tsx';
import type { Arriving } from '../transfers/port.tsx';
import { type CutHandle, GridRow, type RowEvents } from './grid-row.tsx';
import {
  endsCard,
  type Folding,
  findRow,
  projectRows,
  type Row,
  stepByKey,
  toggle,
  unfold,
} from './project-rows.ts';
import { actionOfKey, type RowAction } from './row-menu.ts';
import type { OpenCounts } from './song-filter.ts';
import { useRowList } from './use-row-list.ts';
import { useRowListening } from './use-row-listening.ts';
import { useSettled } from './use-settled.ts';

/** That of the rows above the list. A scrollbar takes its room beside the rows, not theirs. */
const width = 'w-[calc(100cqi-2rem)] max-[480px]:w-[calc(100cqi-1.25rem)]';

/** A vibe or cut to scroll to and focus, by its id. Each object does so once, as soon as the row exists. */
export type Reveal = { key: string };

/** The vibes with their cuts and files, as a treegrid (ARIA Authoring Practices) that renders only what is in view. */
export function ProjectGrid({
  project,
  order,
  badges,
  open,
  arriving,
  reveal,
  intent,
  cutHandle,
  hint,
  onRows,
  onAction,
}: {
  project: ProjectSnapshot;
  order: SongOrder;
  badges: PendingBadges;
  open: OpenCounts;
  arriving: Arriving;
  reveal: Reveal | null;
  intent: DropIntent | null;
  /** Must keep its identity, or every row renders again. */
  cutHandle: CutHandle;
  /** Below the last row. */
  hint: string | null;
  /** Receives the rendered rows, so that a drag can find the row below the pointer. */
  onRows: (rows: readonly Row[]) => void;
  onAction: (action: RowAction, row: Row) => void;
}) {
  const { arrivals, keyScope } = useFrame();
  const unseen = useStore(arrivals);
  const { openRow, playRow } = useRowListening();
  const settled = useSettled(project);
  const pins = usePins();
  const setPin = usePin();
  const now = useNow();
  const expectComments = useExpectComments();
  const [folding, setFolding] = useState<Folding>({ closedVibes: new Set(), openCuts: new Set() });
  const rows = useMemo(() => projectRows(project, folding, order), [project, folding, order]);
  const [focusKey, setFocusKey] = useState<string | null>(null);
  const wantsFocus = useRef(false);
  const grid = useRef<HTMLDivElement>(null);
  const focusIndex = Math.max(
    0,
    rows.findIndex((row) => row.key === focusKey),
  );

  useLayoutEffect(() => onRows(rows), [onRows, rows]);

  const { list, setScroll, narrow, isPainted } = useRowList(project.id, rows, focusIndex);

  const revealed = useRef(new WeakSet<Reveal>());
  useEffect(() => {
    if (!reveal || revealed.current.has(reveal)) return;
    const { key } = reveal;
    const vibe = project.vibes.find(({ id, cuts }) => id === key || cuts.some((cut) => cut.id === key));
    if (!vibe) return;
    const at = findRow(rows, key);
    if (at < 0) return setFolding((known) => unfold(known, vibe));
    revealed.current.add(reveal);
    // A vibe scrolls to the top, to show its cuts; a cut scrolls no further than needed.
    moveTo(at, key === vibe.id ? 'start' : 'auto');
  });

  const moveTo = (index: number, align: 'start' | 'auto' = 'auto') => {
    const row = rows[index];
    if (!row) return;
    setFocusKey(row.key);
    list.scrollToIndex(index, { align });
    // A row that is there may not be drawn again.
    const there = grid.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    wantsFocus.current = !there;
    there?.focus({ preventScroll: true });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[focusIndex];
    if (!row || !(event.target instanceof Element) || event.target.getAttribute('role') !== 'row') return;
    if (event.ctrlKey || event.metaKey || event.altKey || !keyScope.isForWindow(event.nativeEvent)) return;
    const action = actionOfKey(row, project.role, order, event.key);
    if (action) {
      event.preventDefault();
      onAction(action, row);
      return;
    }
    const step = stepByKey(rows, focusIndex, event.key);
    if (!step) return;
    event.preventDefault();
    if (step.kind === 'focus') moveTo(step.index);
    if (step.kind === 'toggle') setFolding(toggle(folding, row));
    if (step.kind === 'open') openRow(row);
    if (step.kind === 'play') playRow(row);
  };

  const on = useStable<RowEvents>({
    focus: (row) => {
      setFocusKey(row.key);
      if (row.kind === 'cut') expectComments(row.cut.id);
    },
    seen: (row) => {
      if (row.kind !== 'cut') return;
      expectComments(row.cut.id);
      const seen = row.isSong && !row.open ? row.vibe.cuts : [row.cut];
      arrivals.change((known) => seen.reduce((rest, { id }) => markSeen(rest, id), known));
    },
    toggle: (row) => setFolding((known) => toggle(known, row)),
    open: (row) => (row.kind === 'vibe' ? setFolding((known) => toggle(known, row)) : openRow(row)),
    openVersion: openRow,
    action: onAction,
    pin: (row, isPinned) => row.kind === 'cut' && setPin('cut', row.cut.id, isPinned),
  });

  return (
    <ListPaintedContext value={isPainted}>
      <div
        ref={setScroll}
        className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto bg-surface pb-6 pl-4 max-[480px]:pl-2"
      >
        <div
          ref={grid}
          role="treegrid"
          aria-label={projectsText.grid(project.name)}
          aria-rowcount={rows.length}
          onKeyDown={onKeyDown}
          className={classNames('@container relative', width)}
          style={{ height: list.getTotalSize() }}
        >
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const id = row.kind === 'file' ? row.file.id : row.kind === 'cut' ? row.cut.id : row.vibe.id;
            return (
              <GridRow
                key={item.key}
                row={row}
                index={item.index}
                top={item.start}
                height={item.size}
                role={project.role}
                order={order}
                now={now}
                narrow={narrow}
                fresh={isFresh(row, unseen)}
                badge={badges.get(id)}
                arrival={row.kind === 'cut' ? arriving.ofCut.get(row.cut.id) : undefined}
                settled={isSettled(row, settled)}
                pin={row.kind === 'cut' ? pinOf(pins, 'cut', row.cut.id) : null}
                open={row.kind === 'cut' ? open.of(row.cut) : null}
                mayPin={pins !== null && row.kind === 'cut'}
                lit={isLit(row, intent)}
                focusable={item.index === focusIndex}
                wantsFocus={wantsFocus}
                cutHandle={cutHandle}
                endsCard={endsCard(rows, item.index)}
                on={on}
              />
            );
          })}
        </div>
        {hint !== null && <Hint>{hint}</Hint>}
      </div>
    </ListPaintedContext>
  );
}

function Hint({ children }: { children: string }) {
  return (
    <p
      className={classNames(
        'flex h-14 items-center gap-3 rounded-card border border-dashed border-line-strong px-4 text-dim',
        width,
      )}
    >
      <Upload size={16} aria-hidden className="shrink-0" />
      {children}
    </p>
  );
}

/** Not looked at yet. A folded song stands for its alternates too. */
function isFresh(row: Row, unseen: Arrivals): boolean {
  if (row.kind !== 'cut') return false;
  return row.isSong && !row.open ? row.vibe.cuts.some(({ id }) => unseen.has(id)) : unseen.has(row.cut.id);
}

/** The newest version has just arrived. */
function isSettled(row: Row, settled: ReadonlySet<string>): boolean {
  return row.kind === 'cut' && settled.size > 0 && row.cut.files.some(({ id }) => settled.has(id));
}
