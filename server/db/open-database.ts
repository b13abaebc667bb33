import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { cachingPrepare } from './caching-prepare.ts';
import { migrate } from './migrate.ts';
import type { OnStatement } from './on-statement.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import type { Database } from './schema.ts';

/** Opens the server's database, a file or a `postgres://` address; creates or migrates it if necessary. */
export async function openDatabase(place: string, onStatement?: OnStatement): Promise<Kysely<Database>> {
  const db = /^postgres(ql)?:/.test(place)
    ? await openPostgres<Database>(place, onStatement)
    : openSqlite(place, onStatement);
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return db;
}

/**
 * `synchronous=FULL`: what was answered as done survives a power cut; WAL alone would run NORMAL and may lose the
 * last transactions. Kysely lends the one connection to one transaction at a time.
 */
function openSqlite(file: string, onStatement?: OnStatement): Kysely<Database> {
  const sqlite = new SQLite(file);
  try {
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('busy_timeout = 5000');
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return new Kysely<Database>({
    dialect: new SqliteDialect({ database: cachingPrepare(sqlite) }),
    ...(onStatement && { log: onStatement }),
  });
}
