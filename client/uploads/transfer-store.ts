import type { Clock } from '../../common/clock.ts';
import type { Transfer, TransferState } from '../../protocol/ipc/transfer.ts';
import type { ProjectSnapshot } from '../../protocol/wire/project.ts';
import { createTransferChanges, type TransferChange } from './transfer-changes.ts';
import type { UploadLogEvent, UploadRow } from './upload-row.ts';

/** Where rows are stored. */
export type UploadTable<Row> = {
  /** Oldest first. */
  load(): Row[];
  put(row: Row): void;
  remove(id: string): void;
};

type Change<Row extends UploadRow> = Partial<Row> | Partial<UploadRow>;

/** All transfers, in memory and in a table. A change is stored before it is reported. */
export type TransferStore<Row extends UploadRow = UploadRow> = {
  rows(): Iterable<Row>;
  get(id: string): Row | undefined;
  /** The transfer of this path that isn't done; it may be paused or have failed. */
  findOpen(bindingId: string | null, path: string): Row | undefined;
  /** The first transfer that isn't done and matches. */
  findOpenWhere(matches: (row: Row) => boolean): Row | undefined;
  add(row: Row): void;
  change(id: string, change: Change<Row>): Row | undefined;
  /** Reports a change without storing it, because the next look or attempt finds it again anyway. */
  show(id: string, change: Change<Row>): void;
  /** Reported as it comes, stored at most once a second: the server knows the true offset. */
  progress(id: string, sent: number, bytesPerSecond: number | null, settled: boolean): void;
  remove(id: string): void;
  list(): Transfer[];
  toTransfer(row: Row): Transfer;
  /** Changes since the last report. */
  onChange(listener: (change: TransferChange) => void): () => void;
  /** Reports what is pending and stops. */
  close(): void;
};

const storeProgressMilliseconds = 1_000;

export function createTransferStore<Row extends UploadRow>(dependencies: {
  table: UploadTable<Row>;
  readProject(projectId: string): ProjectSnapshot | undefined;
  clock: Clock;
  log(event: UploadLogEvent): void;
}): TransferStore<Row> {
  const { table, readProject, clock, log } = dependencies;
  const rows = new Map(table.load().map((row) => [row.id, row]));
  const toTransfer = (row: Row) => transferOf(row, readProject(row.projectId));
  const changes = createTransferChanges((id) => {
    const row = rows.get(id);
    return row && toTransfer(row);
  }, clock);
  const progressStoredAt = new Map<string, number>();
  /** The open transfer of each path. */
  const open = new Map<string, string>();
  for (const row of rows.values()) index(row);

  function index(row: Row): void {
    const place = placeOf(row);
    if (row.state.kind !== 'done') open.set(place, row.id);
    else if (open.get(place) === row.id) open.delete(place);
  }

  function put(row: Row, previous?: Row): void {
    table.put(row);
    rows.set(row.id, row);
    index(row);
    changes.changed(row.id);
    if (previous?.state.kind === row.state.kind) return;
    const { id: transferId, name, path, size, sent, state } = row;
    log({ event: 'transfer', message: `${name}: ${state.kind}`, transferId, path, size, sent, state });
  }

  function show(id: string, change: Change<Row>): void {
    const previous = rows.get(id);
    if (!previous) return;
    rows.set(id, { ...previous, ...change });
    changes.changed(id);
  }

  return {
    rows: () => rows.values(),
    get: (id) => rows.get(id),
    findOpen(bindingId, path) {
      const id = open.get(placeOf({ bindingId, path }));
      return id === undefined ? undefined : rows.get(id);
    },
    findOpenWhere(matches) {
      for (const id of open.values()) {
        const row = rows.get(id);
        if (row && matches(row)) return row;
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
    show,
    progress(id, sent, bytesPerSecond, settled) {
      const previous = rows.get(id);
      if (!previous) return;
      const state: TransferState = { kind: 'transferring', sent, bytesPerSecond, settled };
      const now = clock.monotonic();
      const isTime = now - (progressStoredAt.get(id) ?? 0) >= storeProgressMilliseconds;
      if (!isTime && previous.state.kind === 'transferring') return show(id, { sent, state });
      progressStoredAt.set(id, now);
      put({ ...previous, sent, state }, previous);
    },
    remove(id) {
      const row = rows.get(id);
      if (!row) return;
      table.remove(id);
      rows.delete(id);
      if (open.get(placeOf(row)) === id) open.delete(placeOf(row));
      progressStoredAt.delete(id);
      changes.removed(id);
    },
    list: () => [...rows.values()].map(toTransfer),
    toTransfer,
    onChange: changes.onChange,
    close: changes.flush,
  };
}

const placeOf = ({ bindingId, path }: Pick<UploadRow, 'bindingId' | 'path'>) => `${bindingId}:${path}`;

function transferOf(row: UploadRow, project: ProjectSnapshot | undefined): Transfer {
  const { id, bindingId, projectId, path, name, cutName, cutId, size, sent, sha256, seenAt, state } = row;
  return {
    ...{ id, bindingId, projectId, path, name, cutName, cutId, size, sent, sha256, seenAt, state },
    note: row.note ?? null,
    vibeName: vibeNameOfTarget(row, project),
  };
}

function vibeNameOfTarget({ target }: UploadRow, project: ProjectSnapshot | undefined): string | null {
  if (target.kind !== 'cut' && target.vibe && 'name' in target.vibe) return target.vibe.name;
  const vibe =
    target.kind === 'cut'
      ? project?.vibes.find((candidate) => candidate.cuts.some((cut) => cut.id === target.cutId))
      : project?.vibes.find(
          (candidate) => target.vibe && 'id' in target.vibe && candidate.id === target.vibe.id,
        );
  return vibe?.name ?? null;
}
