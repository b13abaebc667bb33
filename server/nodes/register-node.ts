import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import { alone } from '../db/alone.ts';
import { DatabaseError } from '../db/database-error.ts';
import type { Database } from '../db/schema.ts';

/** How often a node shows that it lives. */
export const beatMilliseconds = 3_000;

/** A node whose beat has not risen in so many looks of another one has lapsed. */
export const mostMissed = 4;

type NewNode = { id: string; name: string; secretFingerprint: string };

/**
 * Gives a node its row. Throws `DatabaseError` while another one lives that has another secret: whichever of them starts would
 * end every session. It takes as long as a lapse if one with another secret has died.
 */
export async function registerNode(
  db: Kysely<Database>,
  node: NewNode,
  { clock, log }: { clock: Clock; log: Logger },
): Promise<void> {
  const first = await insertUnlessUnlike(db, node, clock);
  if (first.length === 0) return;
  log.info({ nodes: first.map(({ name }) => name) }, 'Waits to see whether servers with another secret live');
  const beats = new Map(first.map(({ id, beat }) => [id, beat]));
  for (let look = 1; ; look += 1) {
    await new Promise<void>((resolve) => clock.later(beatMilliseconds, resolve));
    const unlike = await insertUnlessUnlike(db, node, clock);
    if (unlike.length === 0) return;
    const alive = unlike.find(({ id, beat }) => beats.get(id) !== beat);
    if (alive) throw new DatabaseError(refusalOf(alive.name));
    if (look < mostMissed) continue;
    for (const { id, beat } of unlike)
      await db.deleteFrom('node').where('id', '=', id).where('beat', '=', beat).execute();
  }
}

const refusalOf = (name: string) =>
  `Another server on this database (${name}) has another SECRET. Give this one the same. To replace the secret, stop all servers, then start them with the new one.`;

/** Answers the nodes with another secret; there is a row only if there are none. */
async function insertUnlessUnlike(
  db: Kysely<Database>,
  { secretFingerprint, ...node }: NewNode,
  clock: Clock,
): Promise<{ id: string; name: string; beat: number }[]> {
  return alone(db, 'nodes', async (tx) => {
    const unlike = await tx
      .selectFrom('node')
      .select(['id', 'name', 'beat'])
      .where('secretFingerprint', '!=', secretFingerprint)
      .execute();
    if (unlike.length > 0) return unlike;
    const startedAt = new Date(clock.now()).toISOString();
    await tx
      .insertInto('node')
      .values({ ...node, secretFingerprint, startedAt, beat: 0 })
      .execute();
    return [];
  });
}
