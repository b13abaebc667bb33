import type Database from 'better-sqlite3';
import * as z from 'zod';
import type { Log } from '../../client/common/log.ts';
import type { OutboxRow, OutboxStore } from '../../client/outbox/outbox-store.ts';
import type { ConfirmedState, PendingOperation } from '../../protocol/ipc/outbox.ts';
import { idSchema } from '../../protocol/wire/id.ts';
import { DamagedDatabase, openSqlite } from '../common/open-sqlite.ts';
import { type Salvaged, salvage } from '../common/salvage.ts';
import { storageText } from '../text/storage.ts';

/** Creates the outbox's table in an empty database. `positions`: JSON, of a confirmed operation only. */
export const outboxTables = `
  create table operation (
    rank integer primary key autoincrement,
    operationId text not null unique,
    kind text not null,
    payload text not null,
    projectId text,
    createdAt integer not null,
    state text not null default 'queued' check (state in ('queued', 'sending', 'refused', 'confirmed')),
    errorKind text,
    message text,
    mayHaveArrived integer not null default 0,
    positions text
  );
`;

/**
 * Version 1 did not record what had been sent without an answer, so any pending operation may have arrived. Version 2 did
 * not know `confirmed`; SQLite can't change the check of a column, so the table is built again.
 */
const upgrades = {
  1: `
    alter table operation add column mayHaveArrived integer not null default 0;
    update operation set mayHaveArrived = 1 where state <> 'refused';
  `,
  2: `
    alter table operation rename to operation2;
    ${outboxTables}
    insert into operation
      (rank, operationId, kind, payload, projectId, createdAt, state, errorKind, message, mayHaveArrived)
      select rank, operationId, kind, payload, projectId, createdAt, state, errorKind, message, mayHaveArrived
      from operation2;
    drop table operation2;
  `,
};

type Row = {
  rank: number;
  operationId: string;
  kind: string;
  payload: string;
  projectId: string | null;
  createdAt: number;
  state: PendingOperation['state']['kind'];
  errorKind: string | null;
  message: string | null;
  mayHaveArrived: number;
  positions: string | null;
};

export type OutboxStoreOptions = {
  path: string;
  log: Log;
  /** The file was damaged; `message` says what became of the pending changes, in sentences for a person. */
  onDamage(message: string): void;
  /** NORMAL only to measure what FULL costs. */
  synchronous?: 'FULL' | 'NORMAL';
};

/** See `dataVersion`. */
export const outboxVersion = 3;

/**
 * Keeps what can be read of a damaged file, in order, and sets the file aside. Every operation recovered then counts as
 * perhaps arrived: the server recognises an operation that it has already applied.
 */
export function openOutboxStore(options: OutboxStoreOptions): OutboxStore {
  const { path, log, onDamage, synchronous = 'FULL' } = options;
  let saved: Salvaged | undefined;
  const { database, setAside } = openSqlite({
    path,
    synchronous,
    version: outboxVersion,
    create: outboxTables,
    upgrades,
    log,
    check: checkRows,
    refill(fresh, damaged) {
      saved = salvage(fresh, damaged, [{ table: 'operation', isSound }]).get('operation');
      // Which operations had been sent before the damage is unknown.
      fresh.exec("update operation set mayHaveArrived = 1 where state in ('queued', 'sending')");
    },
  });
  if (setAside !== null) {
    const kept = saved && saved.taken > 0 ? { changes: saved.taken, isWhole: saved.isWhole } : null;
    onDamage(storageText.outboxDamaged(kept, setAside));
  }
  return outboxStoreIn(database);
}

const rowSchema = z.object({
  rank: z.number().int(),
  operationId: idSchema,
  kind: z.string().min(1),
  payload: z.string().refine(isJson),
  projectId: idSchema.nullable(),
  createdAt: z.number(),
  state: z.enum(['queued', 'sending', 'refused', 'confirmed']),
  // Missing in a file of an earlier version.
  positions: z.string().refine(isJson).nullish(),
});

const isSound = (row: unknown) => {
  const { success, data } = rowSchema.safeParse(row);
  return success && (data.state !== 'confirmed' || typeof data.positions === 'string');
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** SQLite's own check finds damaged pages, not damaged values. */
function checkRows(database: Database.Database): void {
  for (const row of database.prepare('select * from operation').iterate()) {
    if (!isSound(row)) throw new DamagedDatabase('a row of the outbox makes no sense');
  }
}

/** The outbox in a database that has its table. */
export function outboxStoreIn(database: Database.Database): OutboxStore {
  const list = database.prepare<[], Row>('select * from operation order by rank');
  const put = database.prepare(
    `insert into operation
       (rank, operationId, kind, payload, projectId, createdAt,
        state, errorKind, message, mayHaveArrived, positions)
     values
       (:rank, :operationId, :kind, :payload, :projectId, :createdAt,
        :state, :errorKind, :message, :mayHaveArrived, :positions)
     on conflict (rank) do update set
       operationId = excluded.operationId, payload = excluded.payload, projectId = excluded.projectId,
       state = excluded.state, errorKind = excluded.errorKind, message = excluded.message,
       mayHaveArrived = excluded.mayHaveArrived, positions = excluded.positions`,
  );
  const remove = database.prepare('delete from operation where rank = ?');

  return {
    load: () => list.all().map(fromRow),
    write: database.transaction(({ put: rows = [], remove: ranks = [] }) => {
      for (const row of rows) put.run(toRow(row));
      for (const rank of ranks) remove.run(rank);
    }),
    close: () => {
      database.close();
    },
  };
}

function toRow({ rank, operation }: OutboxRow): Row {
  const { payload, state, ...rest } = operation;
  const refusal = state.kind === 'refused' ? state : null;
  return {
    ...{ rank, ...rest },
    payload: JSON.stringify(payload),
    state: state.kind,
    errorKind: refusal?.errorKind ?? null,
    message: refusal?.message ?? null,
    mayHaveArrived: state.kind === 'queued' && state.mayHaveArrived ? 1 : 0,
    positions: state.kind === 'confirmed' ? JSON.stringify(state.positions) : null,
  };
}

function fromRow(row: Row): OutboxRow {
  const { rank, operationId, kind, projectId, createdAt } = row;
  const payload = JSON.parse(row.payload) as unknown;
  return { rank, operation: { operationId, kind, payload, projectId, createdAt, state: stateOf(row) } };
}

type StateColumns = Pick<Row, 'state' | 'errorKind' | 'message' | 'mayHaveArrived' | 'positions'>;

function stateOf(row: StateColumns): PendingOperation['state'] {
  switch (row.state) {
    case 'refused':
      return { kind: 'refused', errorKind: row.errorKind ?? '', message: row.message ?? '' };
    case 'confirmed':
      return {
        kind: 'confirmed',
        positions: JSON.parse(row.positions ?? '[]') as ConfirmedState['positions'],
      };
    case 'sending':
      return { kind: 'sending' };
    case 'queued':
      return row.mayHaveArrived === 0 ? { kind: 'queued' } : { kind: 'queued', mayHaveArrived: true };
  }
}
