import type { Kysely } from 'kysely';
import { copyTables, hasRows } from '../db/copy-tables.ts';
import { DatabaseError } from '../db/database-error.ts';
import { isMigrated } from '../db/migrate.ts';
import { openDatabase } from '../db/open-database.ts';
import { openPostgres } from '../db/postgres/open-postgres.ts';
import { endless } from '../db/postgres/patience.ts';
import type { Database } from '../db/schema.ts';
import { restoringKey } from '../open-data.ts';
import { readSharedSecrets } from '../secrets.ts';
import type { References } from './backup-content.ts';

/**
 * A database that servers share, as a backup sees it. A backup holds the same file of SQLite from either database, so
 * one made here is restored there.
 */
export type SharedDatabase = AsyncDisposable & {
  readReferences(): Promise<References>;
  /** Writes all rows, as they are at one moment, into a new file of SQLite. */
  copyTo(file: string): Promise<void>;
  /** The secret that backups hold. */
  readSecret(): Promise<string>;
};

/** Opens it for a backup, without changing it. Throws `DatabaseError` if a server of another version uses it. */
export async function openShared(url: string): Promise<SharedDatabase> {
  const db = await openPostgres<Database>(url, { patience: endless });
  if (!(await isMigrated(db))) {
    await db.destroy();
    throw new DatabaseError(
      'The database at DATABASE_URL belongs to another version of BandMate. Use the program of its servers.',
    );
  }
  return {
    readReferences: () => readReferences(db),
    async copyTo(file) {
      await using copy = await openDatabase(file);
      await copyTables(db, copy);
    },
    readSecret: async () => (await readSharedSecrets(db)).secret,
    [Symbol.asyncDispose]: () => db.destroy(),
  };
}

async function readReferences(db: Kysely<Database>): Promise<References> {
  const references: References = new Map();
  for (const table of ['project', 'vibe'] as const) {
    const images = db.selectFrom(table).select('imageSha256').where('imageSha256', 'is not', null);
    for (const { imageSha256 } of await images.execute()) references.set(String(imageSha256), null);
  }
  for (const table of ['file', 'deletedCutFile', 'deletedFile'] as const) {
    const files = db.selectFrom(table).select(['sha256', 'size']).distinct();
    for (const { sha256, size } of await files.execute()) references.set(sha256, size);
  }
  return references;
}

/** Whether a backup may be restored into it: no server has used it, or an earlier restore was interrupted. */
export async function beginRestore(url: string, backup: string): Promise<boolean> {
  await using db = await openDatabase(url, { patience: endless });
  if (await hasRows(db)) return false;
  await db
    .insertInto('meta')
    .values({ key: restoringKey, value: backup })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: backup }))
    .execute();
  return true;
}

/** Fills it from the database of a backup, and lets servers start on it: all in one step. */
export async function finishRestore(url: string, file: string, secret: string): Promise<void> {
  await using from = await openDatabase(file);
  await using to = await openDatabase(url, { patience: endless });
  await copyTables(from, to, (tx) =>
    tx
      .insertInto('serverSecret')
      .values({ name: 'secret', value: secret })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: secret }))
      .execute(),
  );
}

/** Leaves it as empty as it was. */
export async function abandonRestore(url: string): Promise<void> {
  await using db = await openDatabase(url, { patience: endless });
  await db.deleteFrom('meta').where('key', '=', restoringKey).execute();
}
