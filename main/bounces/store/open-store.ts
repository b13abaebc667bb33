import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { type BindingTable, createBindingTable } from './binding-table.ts';
import { createKnownFileTable, type KnownFileTable } from './known-file-table.ts';
import { up as initial } from './migrations/0001-initial.ts';
import { createTransferTable, type TransferTable } from './transfer-table.ts';

/** In order; a released one is never edited. `user_version` counts those that have run. */
export const migrations: ((database: Database) => void)[] = [initial];

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
 */
export function openStore(path: string): Store {
  mkdirSync(dirname(path), { recursive: true });
  const database = new SQLite(path);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    migrate(database);
    return {
      bindings: createBindingTable(database),
      knownFiles: createKnownFileTable(database),
      transfers: createTransferTable(database),
      together: (work) => database.transaction(work)(),
      close: () => database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
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
