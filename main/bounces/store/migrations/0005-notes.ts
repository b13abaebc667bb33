import type { Database } from 'better-sqlite3';

/** The note of an upload, which is written before it is announced. */
export function up(database: Database): void {
  database.exec('alter table transfer add column note text');
}
