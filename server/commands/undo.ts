import { CompiledQuery, type Transaction } from 'kysely';
import { rowsWritten } from '../db/own-sqlite-dialect.ts';
import { runCompiled } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';

/** Undoes what a change has written so far. */
export type Undo = () => Promise<void>;

/** A change must be undone that wrote something without a savepoint. Its group must begin again with savepoints. */
export class SavepointMissing extends Error {}

/** A change among others in one transaction. `end` keeps what it has written, unless it was undone. */
export type Undoable = { undo: Undo; end(): Promise<void> };

/**
 * Begins a change. Few changes fail after their first write, and a savepoint for each makes SQLite write its search index
 * for each: so on SQLite only a change that has written nothing can be undone, unless the group `hasSavepoints`.
 */
export async function beginUndoable(tx: Transaction<Database>, hasSavepoints: boolean): Promise<Undoable> {
  const before = hasSavepoints ? null : rowsWritten(tx);
  if (before === null) {
    const run = async (statement: CompiledQuery) => void (await runCompiled(tx, statement));
    await run(savepoint);
    return { undo: () => run(back), end: () => run(release) };
  }
  return {
    async undo() {
      if (rowsWritten(tx) !== before) throw new SavepointMissing();
    },
    end: async () => {},
  };
}

const savepoint = CompiledQuery.raw('savepoint change');
const back = CompiledQuery.raw('rollback to change');
const release = CompiledQuery.raw('release change');
