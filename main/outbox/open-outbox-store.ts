import type Database from 'better-sqlite3';
import type { Log } from '../../client/common/log.ts';
import type { OutboxStore } from '../../client/outbox/outbox-store.ts';
import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
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
    message text
  );
`;

type Row = {
  operationId: string;
  kind: string;
  payload: string;
  projectId: string | null;
  createdAt: number;
  state: 'queued' | 'sending' | 'refused';
  errorKind: string | null;
  message: string | null;
};

export function openOutboxStore({ path, log }: { path: string; log: Log }): OutboxStore {
  const { database } = openSqlite({ path, synchronous: 'FULL', version: 1, create: outboxTables, log });
  return outboxStoreIn(database);
}

/** The outbox in a database that has its table. */
export function outboxStoreIn(database: Database.Database): OutboxStore {
  const insert = database.prepare(
    `insert into operation (operationId, kind, payload, projectId, createdAt)
     values (:operationId, :kind, :payload, :projectId, :createdAt)`,
  );
  const list = database.prepare('select * from operation order by rank');
  const queued = database.prepare("select * from operation where state = 'queued' order by rank limit ?");
  const markSending = database.prepare("update operation set state = 'sending' where operationId = ?");
  const requeueSending = database.prepare("update operation set state = 'queued' where state = 'sending'");
  const requeue = database.prepare(
    "update operation set state = 'queued', errorKind = null, message = null where operationId = ?",
  );
  const refuse = database.prepare(
    "update operation set state = 'refused', errorKind = ?, message = ? where operationId = ?",
  );
  const remove = database.prepare('delete from operation where operationId = ?');
  const discard = database.prepare("delete from operation where operationId = ? and state <> 'sending'");
  requeueSending.run();

  return {
    add: ({ payload, ...operation }) => {
      insert.run({ ...operation, payload: JSON.stringify(payload) });
    },
    list: () => (list.all() as Row[]).map(toPending),
    take(limit, maximumBytes) {
      const rows: Row[] = [];
      let bytes = 0;
      for (const row of queued.all(limit) as Row[]) {
        bytes += Buffer.byteLength(row.payload);
        if (rows.length > 0 && bytes > maximumBytes) break;
        rows.push(row);
      }
      database.transaction(() => {
        for (const { operationId } of rows) markSending.run(operationId);
      })();
      return rows.map(({ operationId, kind, payload }) => ({
        operationId,
        kind,
        payload: JSON.parse(payload),
      }));
    },
    requeueSending: () => {
      requeueSending.run();
    },
    requeue: (operationId) => {
      requeue.run(operationId);
    },
    refuse: (operationId, errorKind, message) => {
      refuse.run(errorKind, message, operationId);
    },
    remove: (operationId) => {
      remove.run(operationId);
    },
    discard: (operationId) => {
      discard.run(operationId);
    },
    close: () => {
      database.close();
    },
  };
}

function toPending({ payload, state, errorKind, message, ...row }: Row): PendingOperation {
  const { operationId, kind, projectId, createdAt } = row;
  return {
    ...{ operationId, kind, projectId, createdAt },
    payload: JSON.parse(payload),
    state:
      state === 'refused'
        ? { kind: state, errorKind: errorKind ?? '', message: message ?? '' }
        : { kind: state },
  };
}
