import type { Database } from 'better-sqlite3';

/** Every sound that is played asks which file here has its bytes. */
export function up(database: Database): void {
  database.exec('create index knownFileByHash on knownFile (sha256) where sha256 is not null');
}
