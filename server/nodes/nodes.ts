import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Environment } from '../../common/environment.ts';
import { DatabaseError } from '../db/database-error.ts';
import { isUnreachable } from '../db/postgres/postgres-errors.ts';
import type { Database } from '../db/schema.ts';
import { beatMilliseconds, mostMissed, registerNode } from './register-node.ts';

/** This server among those on its database. */
export type Nodes = {
  /** Of this life of the process. */
  id: string;
  /** Resolves when the other nodes can see this one. Rejects with `DatabaseError` if one of them has another secret. */
  ready: Promise<void>;
  /**
   * Whether this node is the one that does `job`. The first to ask becomes it, until it ends or lapses. So a job is asked
   * for each time before it is done.
   */
  holds(job: string): Promise<boolean>;
  /** Lets another node do `job`. */
  leave(job: string): Promise<void>;
  /** Does `job` unless another node is doing it. */
  once(job: string, task: () => Promise<void>): Promise<void>;
  /** The node that does `job`, or the one that asks now, if there is none. */
  holderOf(job: string): Promise<string>;
  /** How many nodes live, as far as this one has seen. */
  count(): number;
  /** How many jobs this node holds, as it last read. */
  held(): number;
  /** Calls `listener` when another node is gone: what it held is free, and its last hints may be lost. */
  onLapse(listener: () => void): void;
  /** Calls `listener` when the others took this node for dead, and it is back: what it held is gone. */
  onReturn(listener: () => void): void;
  /**
   * Gives back its jobs; while the database is away, by lapsing. Its people stay online until it lapses, so that they have
   * the time to come back by way of another node.
   */
  close(): Promise<void>;
};

/** A server that is alone does everything. */
export function aloneNode(id: string): Nodes {
  return {
    ...{ id, ready: Promise.resolve(), onLapse: () => {}, onReturn: () => {} },
    ...{ count: () => 1, held: () => 0 },
    ...{
      holds: async () => true,
      leave: async () => {},
      holderOf: async () => id,
      once: (_job, task) => task(),
      close: async () => {},
    },
  };
}

/**
 * Each node has a row whose beat it raises. A node that finds another's beat unchanged four times in a row removes that
 * row, and everything that names it goes with it. Looks that fail don't count, so while the database is away nobody
 * lapses. No clocks are compared.
 */
export function createNodes(parts: {
  db: Kysely<Database>;
  name: string;
  /** `fingerprintOf` its secret. */
  secretFingerprint: string;
  environment: Environment;
  log: Logger;
}): Nodes {
  const { db, environment, log } = parts;
  const { clock } = environment;
  const id = environment.newId();
  const lapsed: (() => void)[] = [];
  const returned: (() => void)[] = [];
  /** The other nodes as they were last seen. */
  let others = new Map<string, { beat: number; missed: number }>();
  const ours = new Set<string>();
  let isClosed = false;
  let cancel = () => {};

  const register = () => {
    const { name, secretFingerprint } = parts;
    return registerNode(db, { id, name, secretFingerprint }, { clock, log });
  };

  async function beat(): Promise<void> {
    const raised = await db
      .updateTable('node')
      .set((eb) => ({ beat: eb('beat', '+', 1) }))
      .where('id', '=', id)
      .executeTakeFirst();
    if (isClosed || raised.numUpdatedRows > 0n) return;
    await register();
    ours.clear();
    log.warn('The other nodes took this one for dead; it is back');
    for (const listener of returned) listener();
  }

  async function look(): Promise<void> {
    const rows = await db.selectFrom('node').select(['id', 'beat', 'name']).where('id', '!=', id).execute();
    const seen = new Map<string, { beat: number; missed: number }>();
    for (const { id: otherId, beat, name } of rows) {
      const before = others.get(otherId);
      const missed = before?.beat === beat ? before.missed + 1 : 0;
      if (missed < mostMissed) {
        seen.set(otherId, { beat, missed });
        continue;
      }
      log.warn({ lapsed: name }, 'Another node has lapsed');
      await db.deleteFrom('node').where('id', '=', otherId).where('beat', '=', beat).execute();
    }
    const isSomeoneGone = [...others.keys()].some((known) => !seen.has(known));
    others = seen;
    if (isSomeoneGone) for (const listener of lapsed) listener();
  }

  function schedule(): void {
    if (isClosed) return;
    cancel = clock.later(beatMilliseconds, () => {
      beat()
        .then(look)
        .catch((error) => log.error({ err: error }, 'This node could not show that it lives'))
        .finally(schedule);
    });
  }

  async function take(job: string): Promise<string> {
    await db
      .insertInto('lease')
      .values({ job, nodeId: id })
      .onConflict((conflict) => conflict.column('job').doNothing())
      .execute();
    const row = await db.selectFrom('lease').select('nodeId').where('job', '=', job).executeTakeFirst();
    // Its holder has lapsed or let go in between.
    if (!row) return take(job);
    if (row.nodeId === id) ours.add(job);
    else ours.delete(job);
    return row.nodeId;
  }

  async function leave(job: string): Promise<void> {
    ours.delete(job);
    await db.deleteFrom('lease').where('job', '=', job).where('nodeId', '=', id).execute();
  }

  return {
    id,
    leave,
    ready: register().then(schedule, (error) => {
      // The database may be back with the next beat; a node that is refused never becomes one.
      if (!(error instanceof DatabaseError)) schedule();
      throw error;
    }),
    holds: async (job) => (await take(job)) === id,
    async once(job, task) {
      if ((await take(job)) !== id) return;
      try {
        await task();
      } finally {
        await leave(job);
      }
    },
    holderOf: take,
    count: () => others.size + 1,
    held: () => ours.size,
    onLapse: (listener) => void lapsed.push(listener),
    onReturn: (listener) => void returned.push(listener),
    async close() {
      isClosed = true;
      cancel();
      try {
        await db.deleteFrom('lease').where('nodeId', '=', id).execute();
        // The next one may start with another secret at once.
        await db.updateTable('node').set({ secretFingerprint: null }).where('id', '=', id).execute();
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        log.warn({ err: error }, 'The other nodes could not be told that this one stops; they will see it');
      }
    },
  };
}
