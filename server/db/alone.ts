import { setTimeout as later } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import { isPostgres } from './dialect.ts';
import type { Database } from './schema.ts';

/** So often a transaction is tried that collides with others. */
export const mostTries = 5;

/**
 * A transaction that may read first and write by what it has read: no other one with one of these names runs meanwhile, on
 * any server. On SQLite no other transaction runs at all. It is tried again if it collides with one of another name. A topic
 * is the name under which commands lock a project or a person.
 */
export async function alone<Value>(
  db: Kysely<Database>,
  names: string | readonly string[],
  run: (tx: Transaction<Database>) => Promise<Value>,
): Promise<Value> {
  if (!isPostgres(db)) return db.transaction().execute(run);
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(async (tx) => {
        await lockNames(tx, [names].flat());
        return run(tx);
      });
    } catch (error) {
      if (!isCollision(error) || tries === mostTries) throw error;
      await pauseAfter(tries);
    }
  }
}

/** Waits for all other transactions that have locked one of these, in one order on all servers. PostgreSQL only. */
export async function lockNames(tx: Transaction<Database>, names: readonly string[]): Promise<void> {
  const sorted = [...names].sort();
  const lock = sql`select pg_advisory_xact_lock(hashtextextended(name, 0))`;
  await sql`${lock} from unnest(${sorted}::text[]) as name`.execute(tx);
}

/**
 * Whether a transaction failed only because of another one at the same time: a deadlock, a change of the same row, or the
 * same key inserted twice. The next try sees what the other has done.
 */
export function isCollision(error: unknown): boolean {
  return ['40P01', '40001', '23505'].includes(String((error as { code?: unknown } | null)?.code));
}

/** By chance, so that two that collided don't meet again. */
export function pauseAfter(tries: number): Promise<void> {
  return later(Math.random() * 20 * tries);
}
