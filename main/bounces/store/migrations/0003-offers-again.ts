import type { Database } from 'better-sqlite3';

/** Set if known files of the folder may have been lost: its next scan then takes no file for a new bounce. */
export function up(database: Database): void {
  database.exec('alter table binding add column offersAnew integer not null default 0');
}
