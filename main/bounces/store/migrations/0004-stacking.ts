import type { Database } from 'better-sqlite3';

/** A folder's setting and rules for stacks, and an upload's reading of its name. */
export function up(database: Database): void {
  database.exec(`
    alter table binding add column stacking integer not null default 1;
    alter table binding add column rules text not null default '[]';
    alter table transfer add column song text;
  `);
}
