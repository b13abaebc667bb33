import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Those of these sessions that have not ended. SQLite takes a limited number of parameters. */
export async function readAlive(db: Kysely<Database>, ids: string[], now: string): Promise<Set<string>> {
  const living = new Set<string>();
  for (let start = 0; start < ids.length; start += 500) {
    const rows = await db
      .selectFrom('session')
      .select('id')
      .where('id', 'in', ids.slice(start, start + 500))
      .where('expiresAt', '>', now)
      .execute();
    for (const row of rows) living.add(row.id);
  }
  return living;
}
