import type Database from 'better-sqlite3';
import type { Log } from '../../client/common/log.ts';
import type { OutboxRow, OutboxStore } from '../../client/outbox/outbox-store.ts';
import { openSqlite } from '../common/open-sqlite.ts';

/** Makes the outbox's table in an empty database. */
export const outboxTables = `
  create table operation (
    rank integer primary key autoincrement,
    operationId text not null unique,
    kind text not null,
    payload text not null,
    projectId text,
    createdAt integer not null,
    state text not null default 'queued' check (state in ('queued', 'sending', 'refused')),
    errorKind text,
    message text,
    mayHaveArrived integer not null default 0
  );
`;

/** What was sent without an answer was not noted before: of what waits, anything may have arrived. */
const upgrades = {
  1: `
    alter table operation add column mayHaveArrived integer not null default 0;
    update operation set mayHaveArrived = 1 where state <> 'refused';
  `,
};

type Row = {
  rank: number;
  operationId: string;
  kind: string;
  payload: string;
  projectId: string | null;
  createdAt: number;
  state: 'queued' | 'sending' | 'refused';
  errorKind: string | null;
  message: string | null;
  mayHaveArrived: number;
};

export function openOutboxStore({ path, log }: { path: string; log: Log }): OutboxStore {
  const { database } = openSqlite({
    path,
    synchronous: 'FULL',
    version: 2,
    create: outboxTables,
    upgrades,
    log,
  });
  return outboxStoreIn(database);
}

/** The outbox in a database that has its table. */
export function outboxStoreIn(database: Database.Database): OutboxStore {
  const list = database.prepare<[], Row>('select * from operation order by rank');
  const put = database.prepare(
    `insert into operation
       (rank, operationId, kind, payload, projectId, createdAt, state, errorKind, message, mayHaveArrived)
     values
       (:rank, :operationId, :kind, :payload, :projectId, :createdAt, :state, :errorKind, :message, :mayHaveArrived)
     on conflict (rank) do update set
       operationId = excluded.operationId, payload = excluded.payload, projectId = excluded.projectId,
       state = excluded.state, errorKind = excluded.errorKind, message = excluded.message,
       mayHaveArrived = excluded.mayHaveArrived`,
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
  };
}

function fromRow({ rank, payload, errorKind, message, mayHaveArrived, ...row }: Row): OutboxRow {
  const operation = { ...row, payload: JSON.parse(payload) as unknown };
  if (row.state === 'refused') {
    const state = { kind: row.state, errorKind: errorKind ?? '', message: message ?? '' };
    return { rank, operation: { ...operation, state } };
  }
  if (row.state === 'sending' || mayHaveArrived === 0) {
    return { rank, operation: { ...operation, state: { kind: row.state } } };
  }
  return { rank, operation: { ...operation, state: { kind: row.state, mayHaveArrived: true } } };
}
