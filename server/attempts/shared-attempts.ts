import { hash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { lockNames } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import type { AttemptStores, Attempts } from './attempt-store.ts';

type Stored = Attempts & { key: string; expiresAt: number };

/**
 * Counts the attempts of all servers on a PostgreSQL, by its clock. Keys are addresses and e-mail addresses, so only their
 * hashes are stored.
 */
export function createSharedAttempts(db: Kysely<Database>): AttemptStores {
  return (name) => {
    // A flood takes one connection, not all.
    const queue = createSerialQueue();
    return {
      change: (keys, milliseconds, step) =>
        queue.run(() =>
          db.transaction().execute(async (tx) => {
            const hashes = keys.map((key) => hash('sha256', `${name} ${key}`));
            await lockNames(tx, hashes);
            const { now, known } = await read(tx, hashes);
            const attempts = hashes.map((key): Attempts => {
              const { times = [], nextAt = 0 } = known.get(key) ?? {};
              return { times: times.filter((time) => time > now - milliseconds), nextAt };
            });
            const before = JSON.stringify(attempts);
            const result = step(attempts, now);
            if (JSON.stringify(attempts) === before) return result;
            const expiresAt = Math.ceil(now + milliseconds);
            await write(
              tx,
              attempts.map((one, index) => ({ ...one, key: hashes[index] ?? '', expiresAt })),
            );
            return result;
          }),
        ),
    };
  };
}

async function read(tx: Transaction<Database>, keys: string[]) {
  const query = sql<{ now: number; rows: { key: string; body: string }[] | null }>`select
    extract(epoch from clock_timestamp()) * 1000 as now,
    (select json_agg(attempt) from attempt where key = any(${keys})) as rows`;
  const [row] = (await query.execute(tx)).rows;
  const known = new Map((row?.rows ?? []).map(({ key, body }) => [key, JSON.parse(body) as Attempts]));
  return { now: row?.now ?? 0, known };
}

async function write(tx: Transaction<Database>, attempts: Stored[]): Promise<void> {
  const kept = attempts.filter(({ times }) => times.length > 0);
  const gone = attempts.filter(({ times }) => times.length === 0).map(({ key }) => key);
  if (gone.length > 0) await tx.deleteFrom('attempt').where('key', 'in', gone).execute();
  if (kept.length === 0) return;
  const rows = kept.map(({ key, times, nextAt, expiresAt }) => ({
    ...{ key, expiresAt },
    body: JSON.stringify({ times, nextAt } satisfies Attempts),
  }));
  await tx
    .insertInto('attempt')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((eb) => ({
        body: eb.ref('excluded.body'),
        expiresAt: eb.ref('excluded.expiresAt'),
      })),
    )
    .execute();
}

/** Removes attempts that no limit looks at any more. */
export async function removeExpiredAttempts(db: Kysely<Database>, now: number): Promise<void> {
  await db.deleteFrom('attempt').where('expiresAt', '<', now).execute();
}
