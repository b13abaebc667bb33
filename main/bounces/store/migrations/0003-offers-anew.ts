import type { Database } from 'better-sqlite3';

/** Whether files known in the folder may have been forgotten: then its next look takes none for a new bounce. */
export function up(database: Database): void {
  database.exec('alter table binding add column offersAnew integer not null default 0');
}
