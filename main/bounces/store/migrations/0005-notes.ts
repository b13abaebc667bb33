import type { Database } from 'better-sqlite3';

/** What the version of an upload is about, written before it is announced. */
export function up(database: Database): void {
  database.exec('alter table transfer add column note text');
}
