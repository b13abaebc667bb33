import type { Kysely, Transaction } from 'kysely';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { Topic } from '../../protocol/wire/topic.ts';
import { isCollision, mostTries, pauseAfter } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { type AppendedEvent, appendEvents } from '../events/log.ts';
import { keepContext } from '../keep-context.ts';
import type { TopicEvent } from './handler.ts';
import { LockMissing, type Locks, lock } from './locks.ts';
import { type StoredAnswer, storeAnswers } from './operations.ts';
import type { Scope } from './scope.ts';
import { beginUndoable, SavepointMissing, type Undo, type Undoable } from './undo.ts';

/** The end of a change. `answer` is stored with it; `announce` is called once it is durable. */
export type Finished<Value> = { value: Value; answer?: StoredAnswer; announce(): void };

/** The rest of a change that has run: its events, and how it ends once they have their positions. */
export type Draft<Value> = {
  events: TopicEvent[];
  finish(appended: AppendedEvent[]): Finished<Value>;
};

/** If `run` rejects, all that it wrote is undone. It runs again if another change or another server was in its way. */
export type GroupedChange<Value> = {
  actorId?: string;
  scope: Scope;
  /** Changes with the same key never share a transaction, so that the later one sees the answer of the earlier one. */
  key?: string;
  /**
   * It begins a transaction, because it answers a position of the log, where the events of changes before it in the same
   * transaction have none yet.
   */
  isFirst?: boolean;
  run(tx: Transaction<Database>, undo: Undo): Promise<Draft<Value>>;
};

/**
 * Runs changes one after the other. Those that wait together share a transaction, so one sync makes all of them durable.
 * Each can be undone alone. Their events are appended at its end, in one order of topics for all servers.
 */
export type GroupCommit = {
  /**
   * Resolves when the change is durable and was announced. Rejects if it rejects, or if the transaction can't be committed.
   * Changes are announced in the order in which they ran, before the next group begins.
   */
  run<Value>(change: GroupedChange<Value>): Promise<Value>;
};

/** A transaction of so many takes some 15 ms. More would save little, and let others wait longer. */
export const mostTogether = 32;

type Waiting = {
  change: GroupedChange<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
  since: number;
};

/** A change that ran. Null: it failed, and was undone. */
type Ran = { one: Waiting; draft: Draft<unknown> } | null;

export function createGroupCommit({
  db,
  queue,
  isoNow,
  gather = async () => {},
  observe = () => {},
}: {
  db: Kysely<Database>;
  queue: SerialQueue;
  isoNow(): string;
  /** Resolves once all that has arrived by now could become a change. A transaction lets nothing in while it runs. */
  gather?: (() => Promise<void>) | undefined;
  /** Hears of each transaction how long its changes waited for it, in seconds. */
  observe?: ((waits: number[]) => void) | undefined;
}): GroupCommit {
  const waiting: Waiting[] = [];

  async function commitSome(): Promise<void> {
    await gather();
    const group = takeGroup(waiting);
    const now = performance.now();
    const waits = group.map(({ since }) => (now - since) / 1000);
    const extra = new Set<Topic>();
    let hasSavepoints = false;
    let tries = 1;
    for (;;) {
      const failures = new Map<Waiting, unknown>();
      let begun = 0;
      try {
        const isLast = tries >= mostTries;
        const ends = await db.transaction().execute(async (tx) => {
          const ran: Ran[] = [];
          const locks = await lock(
            tx,
            group.map(({ change }) => change),
            extra,
          );
          for (const one of group) {
            begun += 1;
            const undoable = await beginUndoable(tx, hasSavepoints);
            ran.push(await runUndoable(tx, undoable, one, { locks, isLast, failures }));
          }
          return settle(tx, ran, isoNow());
        });
        observe(waits);
        for (const one of group) {
          if (failures.has(one)) one.reject(failures.get(one));
          else ends.get(one)?.();
        }
        return;
      } catch (error) {
        if (error instanceof SavepointMissing) hasSavepoints = true;
        else if (error instanceof LockMissing) for (const topic of error.topics) extra.add(topic);
        else if (isCollision(error) && tries < mostTries) await pauseAfter(tries++);
        else {
          // Those that have not begun get another transaction.
          for (const { reject } of group.splice(0, begun || group.length)) reject(error);
          waiting.unshift(...group);
          return;
        }
      }
    }
  }

  return {
    run<Value>(change: GroupedChange<Value>) {
      return new Promise<Value>((resolve, reject) => {
        // The group runs as part of another request.
        const run = keepContext(change.run);
        waiting.push({
          ...{ change: { ...change, run }, reject, since: performance.now() },
          resolve: resolve as (value: unknown) => void,
        });
        // Most find that they were committed with an earlier one.
        void queue.run(async () => {
          if (waiting.length > 0) await commitSome();
        });
      });
    },
  };
}

/** Those that wait, in order, up to one that must see the answer or the events of another one of them. */
function takeGroup(waiting: Waiting[]): Waiting[] {
  const keys = new Set<string>();
  const size = waiting.findIndex(({ change: { key, isFirst } }, index) => {
    const isFull = index === mostTogether || (index > 0 && isFirst) || (key !== undefined && keys.has(key));
    if (key !== undefined) keys.add(key);
    return isFull;
  });
  return waiting.splice(0, size === -1 ? waiting.length : size);
}

/** Appends the events and stores the answers of all. Answers what to do for each once the transaction is committed. */
async function settle(tx: Transaction<Database>, all: Ran[], at: string): Promise<Map<Waiting, () => void>> {
  const ran = all.filter((one) => one !== null);
  const appended = await appendEvents(
    tx,
    ran.flatMap(({ draft }) => draft.events),
    at,
  );
  const answers: StoredAnswer[] = [];
  const ends = new Map<Waiting, () => void>();
  for (const { one, draft } of ran) {
    const { value, answer, announce } = draft.finish(appended.splice(0, draft.events.length));
    if (answer) answers.push(answer);
    ends.set(one, () => {
      announce();
      one.resolve(value);
    });
  }
  await storeAnswers(tx, answers, at);
  return ends;
}

/** Rejects if there is no transaction any more, or if it must be tried again. */
async function runUndoable(
  tx: Transaction<Database>,
  { undo, end }: Undoable,
  one: Waiting,
  { locks, isLast, failures }: { locks: Locks; isLast: boolean; failures: Map<Waiting, unknown> },
): Promise<Ran> {
  try {
    const draft = await one.change.run(tx, undo);
    locks.check(draft.events.map(({ topic }) => topic));
    await end();
    return { one, draft };
  } catch (error) {
    if (error instanceof LockMissing || error instanceof SavepointMissing) throw error;
    if (isCollision(error) && !isLast) throw error;
    // On a full disk SQLite may have rolled everything back on its own.
    await undo().catch((missing) => {
      throw missing instanceof SavepointMissing ? missing : error;
    });
    await end();
    failures.set(one, error);
    return null;
  }
}
