import SQLite from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { OnStatement } from './on-statement.ts';
import { OwnSqliteDialect } from './own-sqlite-dialect.ts';
import type { Database } from './schema.ts';

/**
 * A read-only connection beside the one that writes: in WAL mode it sees all that is committed, and never waits for a
 * transaction. The file must be open for writing already, and be closed after this.
 */
export function openReads(file: string, onStatement?: OnStatement): Kysely<Database> {
  const sqlite = new SQLite(file, { readonly: true });
  sqlite.pragma('busy_timeout = 5000');
  return new Kysely<Database>({
    dialect: new OwnSqliteDialect(sqlite, onStatement),
    ...(onStatement && { log: onStatement }),
  });
}
