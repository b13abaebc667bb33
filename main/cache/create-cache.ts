import type Database from 'better-sqlite3';
import {
  assembleCache,
  type CacheTables,
  type CursorTable,
  type FlagTable,
} from '../../client/cache/assemble-cache.ts';
import type { Cache } from '../../client/cache/cache.ts';
import type { Log } from '../../client/common/log.ts';
import type { Cursor } from '../../client/realtime/topic-state.ts';
import { openSqlite } from '../common/open-sqlite.ts';
import { storageText } from '../text/storage.ts';
import { activityTables, createActivityTable } from './activity-table.ts';
import { commentTables, createCommentTable, readCommentsAgain, splitComments } from './comment-table.ts';
import { createDeletedCutTable, deletedCutTables } from './deleted-cut-table.ts';
import { createInboxTable, inboxTables } from './inbox-table.ts';
import { createProjectTable, projectTables } from './project-table.ts';

/** Makes the cache's tables in an empty database. */
export const cacheTables = `
  create table cursor (topic text primary key, epoch text not null, seq integer not null);
  create table mark (name text primary key);
  ${projectTables}${activityTables}${commentTables}${inboxTables}${deletedCutTables}
`;

export type CacheOptions = {
  path: string;
  /** The account whose cache it is. */
  userId: string;
  log: Log;
  /** The cache was lost and is downloaded again; `message` is a sentence for a person. */
  onDamage?(message: string): void;
};

/** The cache in a file, so that the app opens without a network. A damaged file is set aside and replaced by an empty one. */
export function createCache({ path, userId, log, onDamage }: CacheOptions): Cache {
  const { database, setAside } = openSqlite({
    path,
    synchronous: 'NORMAL',
    version: 7,
    create: cacheTables,
    upgrades: { 3: splitComments, 4: readCommentsAgain, 5: deletedCutTables, 6: readCommentsAgain },
    log,
  });
  if (setAside !== null) onDamage?.(storageText.cacheDamaged);
  return cacheIn(database, userId);
}

/** The cache in a database that has its tables. */
export function cacheIn(database: Database.Database, userId: string): Cache {
  const { forget, ...projects } = createProjectTable(database, userId);
  const tables: CacheTables = {
    projects,
    activities: createActivityTable(database),
    comments: createCommentTable(database),
    deletedCuts: createDeletedCutTable(database),
    inbox: createInboxTable(database),
    cursors: createCursorTable(database),
    flags: createFlagTable(database),
    inTransaction(change) {
      try {
        return database.transaction(change)();
      } catch (error) {
        forget();
        throw error;
      }
    },
    close: () => {
      database.close();
    },
  };
  return assembleCache(tables, userId);
}

function createFlagTable(database: Database.Database): FlagTable {
  const has = database.prepare('select 1 from mark where name = ?');
  const set = database.prepare('insert or ignore into mark (name) values (?)');
  const clear = database.prepare('delete from mark where name = ?');
  return {
    has: (mark) => has.get(mark) !== undefined,
    set: (mark) => {
      set.run(mark);
    },
    clear: (mark) => {
      clear.run(mark);
    },
  };
}

function createCursorTable(database: Database.Database): CursorTable {
  const read = database.prepare('select epoch, seq from cursor where topic = ?');
  const write = database.prepare(
    `insert into cursor (topic, epoch, seq) values (:topic, :epoch, :seq)
     on conflict (topic) do update set epoch = excluded.epoch, seq = excluded.seq`,
  );
  const remove = database.prepare('delete from cursor where topic = ?');
  return {
    read: (topic) => (read.get(topic) as Cursor | undefined) ?? null,
    write: (topic, cursor) => {
      write.run({ topic, ...cursor });
    },
    remove: (topic) => {
      remove.run(topic);
    },
  };
}
