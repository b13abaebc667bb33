import SQLite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { isUpToDate, migrate } from './migrate.ts';
import type { OnStatement } from './on-statement.ts';
import { OwnSqliteDialect } from './own-sqlite-dialect.ts';
import { explainRefusal } from './postgres/explain-refusal.ts';
import { type ConnectionOptions, openPostgres } from './postgres/open-postgres.ts';
import { endless } from './postgres/patience.ts';
import type { Database } from './schema.ts';

/**
 * Opens the server's database, a file or a `postgres://` address; creates or migrates it if necessary, which takes as long
 * as it takes. Throws `DatabaseError` if that PostgreSQL can't be used.
 */
export async function openDatabase(
  place: string,
  options: ConnectionOptions = {},
): Promise<Kysely<Database>> {
  if (!/^postgres(ql)?:/.test(place)) return migrated(openSqlite(place, options.onStatement));
  const db = await openPostgres<Database>(place, options);
  try {
    if (!(await isUpToDate(db)))
      await (await migrated(await openPostgres<Database>(place, { patience: endless }))).destroy();
    return db;
  } catch (error) {
    await db.destroy();
    throw explainRefusal(error);
  }
}

async function migrated(db: Kysely<Database>): Promise<Kysely<Database>> {
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
    dialect: new OwnSqliteDialect(sqlite, onStatement),
    ...(onStatement && { log: onStatement }),
  });
}
