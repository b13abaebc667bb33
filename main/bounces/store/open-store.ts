import SQLite, { type Database } from 'better-sqlite3';
import { checkDatabase, DamagedDatabase, openOrSetAside } from '../../common/open-sqlite.ts';
import { type SalvagedRow, salvage } from '../../common/salvage.ts';
import { type BindingTable, createBindingTable, isSoundBinding } from './binding-table.ts';
import { createKnownFileTable, isSoundKnownFile, type KnownFileTable } from './known-file-table.ts';
import { up as initial } from './migrations/0001-initial.ts';
import { up as knownFileByHash } from './migrations/0002-known-file-by-hash.ts';
import { up as offersAnew } from './migrations/0003-offers-anew.ts';
import { createTransferTable, isSoundTransfer, type TransferTable } from './transfer-table.ts';

/** In order; a released one is never edited. `user_version` counts those that have run. */
export const migrations: ((database: Database) => void)[] = [initial, knownFileByHash, offersAnew];

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
 * A damaged file is set aside, and `onDamage` told what became of it, in sentences for a person. What can be read of it
 * is taken over. Where files known in the folders may be missing, what lies in the folders is offered anew: unknown
 * ones would be uploaded unasked.
 */
export function openStore(path: string, onDamage: (message: string) => void): Store {
  let outcome = '';
  const { database } = openOrSetAside(
    path,
    openFile,
    (aside) =>
      onDamage(`The list of bound folders and transfers was damaged. ${outcome} It is kept as ${aside}.`),
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

/** Answers what was saved, in a sentence. */
function takeOver(database: Database, damaged: string): string {
  const results = salvage(database, damaged, [
    { table: 'binding', isSound: isSoundBinding },
    { table: 'knownFile', isSound: isSoundKnownFile },
    { table: 'transfer', isSound: isSoundTransfer },
  ]);
  const { binding, knownFile, transfer } = Object.fromEntries(results);
  if (!binding || binding.taken === 0) return 'No bound folder could be saved: bind your folders again.';
  if (binding.isWhole && knownFile?.isWhole && transfer?.isWhole) return 'All that it held could be saved.';
  if (!knownFile?.isWhole) database.exec('update binding set offersAnew = 1');
  const some = binding.taken === 1 ? '1 bound folder was saved' : `${binding.taken} bound folders were saved`;
  const folders = binding.isWhole ? 'All bound folders were saved' : some;
  const offered = knownFile?.isWhole
    ? ''
    : '; what lies in them is offered anew, as it isn’t sure that the band has it';
  return `${folders}, with ${transfer?.taken ?? 0} transfers${offered}.`;
}

/** SQLite's own check sees damage of pages, not of the values in them. */
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
  if (done < 0 || done > migrations.length) throw new DamagedDatabase(`its tables are of version ${done}`);
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue;
    try {
      database.transaction(() => {
        migration(database);
        database.pragma(`user_version = ${index + 1}`);
      })();
    } catch (error) {
      // Its tables are not those of the version it names.
      if (error instanceof SQLite.SqliteError && error.code === 'SQLITE_ERROR') {
        throw new DamagedDatabase(error.message);
      }
      throw error;
    }
  }
}
