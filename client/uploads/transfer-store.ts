import type { Clock } from '../../common/clock.ts';
import type { Transfer, TransferState } from '../../protocol/ipc/transfer.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { createListeners } from '../common/listeners.ts';
import type { UploadLogEvent, UploadRow } from './upload-row.ts';

/** Where rows are kept. */
export type UploadTable<Row> = {
  /** Oldest first. */
  load(): Row[];
  put(row: Row): void;
  remove(id: string): void;
};

type Told = { changed: Transfer[]; removed: string[] };

type Change<Row extends UploadRow> = Partial<Row> | Partial<UploadRow>;

/** All transfers, in memory and where they are kept: a change is kept before anyone hears of it. */
export type TransferStore<Row extends UploadRow = UploadRow> = {
  rows(): Iterable<Row>;
  get(id: string): Row | undefined;
  /** The one that is on its way (or failed, or paused) from this path; done ones don't count. */
  findOpen(bindingId: string | null, path: string): Row | undefined;
  /** The first open one for which `isIt` says so. */
  findOpenWhere(isIt: (row: Row) => boolean): Row | undefined;
  add(row: Row): void;
  change(id: string, change: Change<Row>): Row | undefined;
  /** What the next look or attempt shows anyway: told, and written with the next change. */
  glimpse(id: string, change: Change<Row>): void;
  /** Progress: told as it comes, written once a second at most. Loses nothing: the server knows the true offset. */
  progress(id: string, sent: number, bytesPerSecond: number | null, settled: boolean): void;
  remove(id: string): void;
  list(): Transfer[];
  toTransfer(row: Row): Transfer;
  onChange(listener: (change: Told) => void): () => void;
  /** Tells what is untold and stops. */
  close(): void;
};

const tellEvery = 100;
const writeProgressEvery = 1_000;

export function createTransferStore<Row extends UploadRow>(dependencies: {
  table: UploadTable<Row>;
  readProject(projectId: string): ProjectSnapshot | undefined;
  clock: Clock;
  log(event: UploadLogEvent): void;
}): TransferStore<Row> {
  const { table, readProject, clock, log } = dependencies;
  const rows = new Map(table.load().map((row) => [row.id, row]));
  const listeners = createListeners<Told>();
  const changed = new Set<string>();
  const removed = new Set<string>();
  const progressWritten = new Map<string, number>();
  const open = new Map<string, string>();
  let cancelTelling: (() => void) | null = null;
  for (const row of rows.values()) index(row);

  /** The open transfer of each place. */
  function index(row: Row): void {
    const place = placeOf(row);
    if (row.state.kind !== 'done') open.set(place, row.id);
    else if (open.get(place) === row.id) open.delete(place);
  }

  function tell(): void {
    cancelTelling = null;
    const change: Told = { changed: [], removed: [...removed] };
    for (const id of changed) {
      const row = rows.get(id);
      if (row) change.changed.push(toTransfer(row));
    }
    changed.clear();
    removed.clear();
    listeners.notify(change);
  }

  function touch(id: string): void {
    changed.add(id);
    cancelTelling ??= clock.later(tellEvery, tell);
  }

  function put(row: Row, previous?: Row): void {
    table.put(row);
    rows.set(row.id, row);
    index(row);
    touch(row.id);
    if (previous?.state.kind !== row.state.kind) {
      log({
        event: 'transfer',
        message: `${row.name}: ${row.state.kind}`,
        transferId: row.id,
        path: row.path,
        size: row.size,
        sent: row.sent,
        state: row.state,
      });
    }
  }

  function glimpse(id: string, change: Change<Row>): void {
    const previous = rows.get(id);
    if (!previous) return;
    rows.set(id, { ...previous, ...change });
    touch(id);
  }

  function toTransfer(row: Row): Transfer {
    const { id, bindingId, projectId, path, name, cutName, cutId, size, sent, sha256, seenAt, state } = row;
    const vibeName = vibeNameOfTarget(row, readProject(projectId));
    return {
      id,
      bindingId,
      projectId,
      path,
      name,
      vibeName,
      cutName,
      cutId,
      size,
      sent,
      sha256,
      seenAt,
      state,
    };
  }

  return {
    rows: () => rows.values(),
    get: (id) => rows.get(id),
    findOpen(bindingId, path) {
      const id = open.get(placeOf({ bindingId, path }));
      return id === undefined ? undefined : rows.get(id);
    },
    findOpenWhere(isIt) {
      for (const id of open.values()) {
        const row = rows.get(id);
        if (row && isIt(row)) return row;
      }
      return undefined;
    },
    add: (row) => put(row),
    change(id, change) {
      const previous = rows.get(id);
      if (!previous) return undefined;
      const row = { ...previous, ...change };
      put(row, previous);
      return row;
    },
    glimpse,
    progress(id, sent, bytesPerSecond, settled) {
      const previous = rows.get(id);
      if (!previous) return;
      const state: TransferState = { kind: 'transferring', sent, bytesPerSecond, settled };
      const now = clock.monotonic();
      const isTime = now - (progressWritten.get(id) ?? 0) >= writeProgressEvery;
      if (!isTime && previous.state.kind === 'transferring') return glimpse(id, { sent, state });
      progressWritten.set(id, now);
      put({ ...previous, sent, state }, previous);
    },
    remove(id) {
      const row = rows.get(id);
      if (!row) return;
      table.remove(id);
      rows.delete(id);
      if (open.get(placeOf(row)) === id) open.delete(placeOf(row));
      progressWritten.delete(id);
      changed.delete(id);
      removed.add(id);
      cancelTelling ??= clock.later(tellEvery, tell);
    },
    list: () => [...rows.values()].map(toTransfer),
    toTransfer,
    onChange: (listener) => listeners.add(listener),
    close() {
      if (cancelTelling === null) return;
      cancelTelling();
      tell();
    },
  };
}

const placeOf = ({ bindingId, path }: Pick<UploadRow, 'bindingId' | 'path'>) => `${bindingId}:${path}`;

function vibeNameOfTarget(row: UploadRow, project: ProjectSnapshot | undefined): string | null {
  const { target } = row;
  if (target.kind === 'new-cut' && 'name' in target.vibe) return target.vibe.name;
  const vibe =
    target.kind === 'cut'
      ? project?.vibes.find((candidate) => candidate.cuts.some((cut) => cut.id === target.cutId))
      : project?.vibes.find((candidate) => 'id' in target.vibe && candidate.id === target.vibe.id);
  return vibe?.name ?? null;
}
