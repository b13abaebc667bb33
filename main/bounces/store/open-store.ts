import SQLite, { type Database } from 'better-sqlite3';
import { checkDatabase, DamagedDatabase, openOrSetAside } from '../../common/open-sqlite.ts';
import { type SalvagedRow, salvage } from '../../common/salvage.ts';
import { bounceListText } from '../../text/bounces.ts';
import { type BindingTable, createBindingTable, isSoundBinding } from './binding-table.ts';
import { createKnownFileTable, isSoundKnownFile, type KnownFileTable } from './known-file-table.ts';
import { up as initial } from './migrations/0001-initial.ts';
import { up as knownFileByHash } from './migrations/0002-known-file-by-hash.ts';
import { up as offersAgain } from './migrations/0003-offers-again.ts';
import { up as stacking } from './migrations/0004-stacking.ts';
import { up as notes } from './migrations/0005-notes.ts';
import { createTransferTable, isSoundTransfer, type TransferTable } from './transfer-table.ts';

/** In order. A released migration is never edited. `user_version` counts the migrations that have run. */
export const migrations: ((database: Database) => void)[] = [
  initial,
  knownFileByHash,
  offersAgain,
  stacking,
  notes,
];

export type Store = {
  bindings: BindingTable;
  knownFiles: KnownFileTable;
  transfers: TransferTable;
  /** Runs `work` in one transaction, durable when it returns. */
  together<Result>(work: () => Result): Result;
  close(): void;
};

/**
 * The pipeline's own file. `synchronous=FULL` rather than WAL's default, NORMAL: what the app has shown as safe survives
 * a power cut.
 *
 * A damaged file is set aside, and `onDamage` gets sentences for a person about what became of it. Whatever can still be
 * read is kept. If known files may be missing, the files in the folders are offered again; as unknown files they would
 * otherwise be uploaded without asking.
 */
export function openStore(path: string, onDamage: (message: string) => void): Store {
  let outcome = '';
  const { database } = openOrSetAside(
    path,
    openFile,
    (aside) => onDamage(bounceListText.damaged(outcome, aside)),
    (fresh, damaged) => {
      outcome = takeOver(fresh, damaged);
    },
  );
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
    checkDatabase(database, 'integrity_check');
    checkRows(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Returns a sentence about the recovered rows. */
function takeOver(database: Database, damaged: string): string {
  const results = salvage(database, damaged, [
    { table: 'binding', isSound: isSoundBinding },
    { table: 'knownFile', isSound: isSoundKnownFile },
    { table: 'transfer', isSound: isSoundTransfer },
  ]);
  const { binding, knownFile, transfer } = Object.fromEntries(results);
  if (!binding || binding.taken === 0) return bounceListText.nothingSaved;
  if (binding.isWhole && knownFile?.isWhole && transfer?.isWhole) return bounceListText.allSaved;
  if (!knownFile?.isWhole) database.exec('update binding set offersAnew = 1');
  return bounceListText.someSaved({
    ...{ folders: binding.taken, areAll: binding.isWhole },
    ...{ transfers: transfer?.taken ?? 0, isOffered: !knownFile?.isWhole },
  });
}

/** SQLite's own check finds damaged pages, not damaged values. */
function checkRows(database: Database): void {
  const every = (table: string, isSound: (row: SalvagedRow) => boolean) => {
    for (const row of database.prepare(`select * from ${table}`).iterate()) {
      if (!isSound(row as SalvagedRow)) throw new DamagedDatabase(`a row of ${table} makes no sense`);
    }
  };
  every('binding', isSoundBinding);
  every('transfer', isSoundTransfer);
}

function migrate(database: Database): void {
  const done = database.pragma('user_version', { simple: true }) as number;
  if (done < 0 || done > migrations.length) throw new DamagedDatabase(`its tables have version ${done}`);
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue;
    try {
      database.transaction(() => {
        migration(database);
        database.pragma(`user_version = ${index + 1}`);
      })();
    } catch (error) {
      // The tables are not those of the version that the file claims.
      if (error instanceof SQLite.SqliteError && error.code === 'SQLITE_ERROR') {
        throw new DamagedDatabase(error.message);
      }
      throw error;
    }
  }
}
