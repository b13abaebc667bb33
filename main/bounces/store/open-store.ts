import SQLite, { type Database } from 'better-sqlite3';
import { checkDatabase, openOrSetAside } from '../../common/open-sqlite.ts';
import { type BindingTable, createBindingTable } from './binding-table.ts';
import { createKnownFileTable, type KnownFileTable } from './known-file-table.ts';
import { up as initial } from './migrations/0001-initial.ts';
import { up as knownFileByHash } from './migrations/0002-known-file-by-hash.ts';
import { createTransferTable, type TransferTable } from './transfer-table.ts';

/** In order; a released one is never edited. `user_version` counts those that have run. */
export const migrations: ((database: Database) => void)[] = [initial, knownFileByHash];

export type Store = {
  bindings: BindingTable;
  knownFiles: KnownFileTable;
  transfers: TransferTable;
  /** All of it or nothing, also after a power cut. */
  together<Result>(work: () => Result): Result;
  close(): void;
};

/**
 * The pipeline's own file. `synchronous=FULL`, because WAL alone would run NORMAL: what the app has said to be safe
 * survives the power going.
 *
 * A damaged file is set aside, and `onDamage` told in a sentence. All of it is taken over if all of it can still be
 * read, else nothing: a folder that is bound anew offers what lies in it, while one whose known files were lost would
 * upload them unasked.
 */
export function openStore(path: string, onDamage: (message: string) => void): Store {
  const { database, setAside } = openOrSetAside(
    path,
    () => openFile(path),
    (aside, error) =>
      onDamage(`The list of bound folders and transfers is damaged (${error}). It was kept as ${aside}.`),
  );
  if (setAside !== null) onDamage(takeOver(database, setAside));
  return {
    bindings: createBindingTable(database),
    knownFiles: createKnownFileTable(database),
    transfers: createTransferTable(database),
    together: (work) => database.transaction(work)(),
    close: () => database.close(),
  };
}

function openFile(path: string): Database {
  const database = new SQLite(path);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    migrate(database);
    checkDatabase(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Copies what a damaged file holds. Answers, in a sentence, whether it could. */
function takeOver(database: Database, damaged: string): string {
  try {
    database.prepare('attach ? as damaged').run(damaged);
    const version = database.pragma('damaged.user_version', { simple: true });
    if (version !== migrations.length) throw new Error(`it is of version ${version}`);
    database.transaction(() => {
      for (const table of ['binding', 'knownFile', 'transfer']) {
        database.exec(`insert into main.${table} select * from damaged.${table}`);
      }
    })();
    database.exec('detach damaged');
    return 'All that it held could be taken over.';
  } catch (error) {
    return `Nothing of it could be taken over (${error}): bind your folders again.`;
  }
}

function migrate(database: Database): void {
  const done = database.pragma('user_version', { simple: true }) as number;
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue;
    database.transaction(() => {
      migration(database);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
}
