import type { Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { Database } from '../db/schema.ts';

/** Counts how often links are opened and played: once an hour for an address, which is only in memory. */
export type VisitCounts = {
  opened(shareId: string, address: string): Promise<void>;
  played(shareId: string, fileId: string, address: string): Promise<void>;
};

const hourMilliseconds = 60 * 60 * 1000;
/** More than that within an hour begins a new one. */
const mostVisits = 20_000;

export function createVisitCounts(db: Kysely<Database>, clock: Clock): VisitCounts {
  let visits = new Set<string>();
  let hour = clock.now();

  function isNew(key: string): boolean {
    const now = clock.now();
    if (now - hour >= hourMilliseconds || visits.size >= mostVisits) {
      visits = new Set();
      hour = now;
    }
    if (visits.has(key)) return false;
    visits.add(key);
    return true;
  }

  return {
    async opened(shareId, address) {
      if (!isNew(`${shareId} ${address}`)) return;
      await db
        .updateTable('share')
        .set((eb) => ({ opens: eb('opens', '+', 1), lastOpenedAt: new Date(clock.now()).toISOString() }))
        .where('id', '=', shareId)
        .execute();
    },
    async played(shareId, fileId, address) {
      if (!isNew(`${shareId} ${fileId} ${address}`)) return;
      await db
        .updateTable('share')
        .set((eb) => ({ plays: eb('plays', '+', 1) }))
        .where('id', '=', shareId)
        .execute();
    },
  };
}
