import { resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { ServerConfig } from './config.ts';
import { inUse, makeFolder, openDataFolder, takeLock } from './data-folder.ts';
import { DatabaseError } from './db/database-error.ts';
import { tryToChange } from './db/dialect.ts';
import type { OnStatement } from './db/on-statement.ts';
import { openDatabase } from './db/open-database.ts';
import { openReads } from './db/open-reads.ts';
import { explainRefusal } from './db/postgres/explain-refusal.ts';
import type { Database } from './db/schema.ts';
import { readSharedSecrets, type Secrets, secretsOf } from './secrets.ts';

/** The database, the data folder and the secrets of a server. */
export type OpenData = Secrets & {
  db: Kysely<Database>;
  /** For reads beside the writer (`db/open-reads.ts`); on PostgreSQL the same as `db`. */
  reads: Kysely<Database>;
  /** The database's file; null on PostgreSQL. */
  databaseFile: string | null;
  /** The data folder. */
  path: string;
  /** Sentences for the operator. */
  warnings: string[];
  close(): Promise<void>;
};

type Places = Pick<ServerConfig, 'dataDirectory' | 'databaseUrl' | 'secret' | 'databasePatience'>;

/**
 * Opens the data folder, which this process then holds alone, and the database in it; or the one at `databaseUrl`, which it
 * shares with other servers. Throws `DataFolderError` and `DatabaseError`.
 */
export async function openData(config: Places, onStatement?: OnStatement): Promise<OpenData> {
  if (config.databaseUrl === null) return openFolder(config, onStatement);
  const path = resolve(config.dataDirectory);
  makeFolder(path, 'data folder');
  // The other one has its socket for the operator's commands there.
  const lock = takeLock(path, `${inUse(path)} Give each server a DATA_DIR of its own.`);
  try {
    const data = await openDatabaseOf(config, config.databaseUrl, path, onStatement);
    return {
      ...data,
      async close() {
        await data.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** The same for a program beside the servers of `databaseUrl`, which needs no folder. */
export async function openDataBeside(config: Places): Promise<OpenData> {
  if (config.databaseUrl === null) return openFolder(config);
  const path = resolve(config.dataDirectory);
  makeFolder(path, 'data folder');
  return openDatabaseOf(config, config.databaseUrl, path);
}

async function openFolder({ dataDirectory, secret }: Places, onStatement?: OnStatement): Promise<OpenData> {
  const folder = openDataFolder(dataDirectory);
  try {
    const db = await openDatabase(folder.databaseFile, { onStatement });
    const reads = openReads(folder.databaseFile, onStatement);
    return {
      ...{ ...folder, db, reads },
      ...(secret !== null && secretsOf(secret, '')),
      async close() {
        await reads.destroy();
        await db.destroy();
        folder.release();
      },
    };
  } catch (error) {
    folder.release();
    throw error;
  }
}

async function openDatabaseOf(
  { secret, databasePatience: patience }: Places,
  url: string,
  path: string,
  onStatement?: OnStatement,
): Promise<OpenData> {
  const db = await openDatabase(url, { onStatement, patience });
  try {
    await refuseUnfinishedRestore(db);
    await tryToChange(db);
    const secrets = secret === null ? await readSharedSecrets(db) : secretsOf(secret, '');
    const data = { db, reads: db, path, databaseFile: null, warnings: [] };
    return { ...secrets, ...data, close: () => db.destroy() };
  } catch (error) {
    await db.destroy();
    throw explainRefusal(error);
  }
}

/** The row of `meta` that is there until a backup is fully restored into a shared database. */
export const restoringKey = 'restoring';

async function refuseUnfinishedRestore(db: Kysely<Database>): Promise<void> {
  const mark = db.selectFrom('meta').select('value').where('key', '=', restoringKey);
  if (await mark.executeTakeFirst())
    throw new DatabaseError(
      'A backup was not fully restored into the database at DATABASE_URL. Restore it again.',
    );
}
