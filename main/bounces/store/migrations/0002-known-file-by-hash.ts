import type { Database } from 'better-sqlite3';

/** Playing a sound looks up the local files that have its bytes. */
export function up(database: Database): void {
  database.exec('create index knownFileByHash on knownFile (sha256) where sha256 is not null');
}
