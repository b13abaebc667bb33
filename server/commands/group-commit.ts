import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { Database } from '../db/schema.ts';

/** Undoes what a change has written so far. */
export type Undo = () => Promise<void>;

/** A change; `tell` is called once it is durable. If it rejects, all that it wrote is undone. */
export type GroupedChange<Value> = (
  tx: Transaction<Database>,
  undo: Undo,
) => Promise<{ value: Value; tell(): void }>;

/**
 * Runs changes one after the other. Those that wait together share a transaction, each in a savepoint of its own, so one
 * sync makes all of them durable.
 */
export type GroupCommit = {
  /**
   * Resolves when the change is durable and was told. Rejects if it rejects, or if the transaction can't be committed.
   * Changes are told in the order in which they ran, before the next group begins.
   */
  run<Value>(change: GroupedChange<Value>): Promise<Value>;
};

/** More would let a change wait longer for its answer than the sync takes. */
export const mostTogether = 16;

const savepoint = CompiledQuery.raw('savepoint change');
const back = CompiledQuery.raw('rollback to change');
const release = CompiledQuery.raw('release change');

/** Runs the change, and answers what to do once the transaction is committed. */
type Run = (tx: Transaction<Database>, undo: Undo) => Promise<() => void>;
type Waiting = { run: Run; reject(error: unknown): void };

export function createGroupCommit({
  db,
  queue,
  gather = async () => {},
}: {
  db: Kysely<Database>;
  queue: SerialQueue;
  /** Resolves once all that has arrived by now could become a change. A transaction lets nothing in while it runs. */
  gather?: (() => Promise<void>) | undefined;
}): GroupCommit {
  const waiting: Waiting[] = [];

  async function commitSome(): Promise<void> {
    const group: Waiting[] = [];
    const ends: (() => void)[] = [];
    await gather();
    try {
      await db.transaction().execute(async (tx) => {
        for (
          let one = waiting.shift();
          one;
          one = group.length < mostTogether ? waiting.shift() : undefined
        ) {
          group.push(one);
          ends.push(await runInSavepoint(tx, one));
        }
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const end of ends) end();
  }

  return {
    run(change) {
      return new Promise((resolve, reject) => {
        const run: Run = async (tx, undo) => {
          const { value, tell } = await change(tx, undo);
          return () => {
            tell();
            resolve(value);
          };
        };
        waiting.push({ run, reject });
        // Most find that they were committed with an earlier one.
        void queue.run(async () => {
          if (waiting.length > 0) await commitSome();
        });
      });
    },
  };
}

/** Answers what to do once the transaction is committed. Rejects if there is no transaction any more. */
async function runInSavepoint(tx: Transaction<Database>, { run, reject }: Waiting): Promise<() => void> {
  const undo = async () => void (await tx.executeQuery(back));
  await tx.executeQuery(savepoint);
  try {
    const end = await run(tx, undo);
    await tx.executeQuery(release);
    return end;
  } catch (error) {
    // On a full disk SQLite may have rolled everything back on its own.
    await undo().catch(() => {
      throw error;
    });
    await tx.executeQuery(release);
    return () => reject(error);
  }
}
