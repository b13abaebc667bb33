import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import type { ServerContext } from '../../../server/context.ts';
import { chunksOf } from '../../../server/db/chunks.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import type { Database } from '../../../server/db/schema.ts';
import { compactLog } from '../../../server/events/compact-log.ts';
import { sweep } from '../../../server/files/sweep.ts';
import { createKeyedLock } from '../../../server/storage/keyed-lock.ts';
import { createMemoryBlobStore } from '../../contract/storage/memory-blob-store.ts';
import { createMemoryPartStore } from '../../contract/storage/memory-part-store.ts';
import { bothDatabases } from '../../helpers/both-databases.ts';
import { disposeLater } from '../../helpers/disposal.ts';

const many = 10_000;
const never = new AbortController().signal;
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);

describe.each(bothDatabases)('sweeps on $name', ({ isHere, open }) => {
  async function openCounted() {
    let statements = 0;
    const onStatement = () => {
      statements += 1;
    };
    const db = await openDatabase(await open(), { onStatement });
    disposeLater(() => db.destroy());
    return {
      db,
      async count(task: () => Promise<unknown>) {
        const before = statements;
        await task();
        return statements - before;
      },
    };
  }

  it.runIf(isHere)('compact a log of 10,000 topics by what is old in it', async () => {
    const { db, count } = await openCounted();
    const eventOf = (topic: number) => ({
      ...{ topic: `project:${topic}`, seq: 1, name: 'vibe:deleted' },
      ...{ payload: '{"vibeId":"v"}', at: daysAgo(2).toISOString() },
    });
    const topics = Array.from({ length: many }, (_, topic) => topic);
    const heads = topics.map((topic) => ({ topic: `project:${topic}`, seq: 1 }));
    for (const rows of chunksOf(heads)) await db.insertInto('topicHead').values(rows).execute();
    for (const rows of chunksOf(topics.map(eventOf))) await db.insertInto('event').values(rows).execute();
    const compact = () => compactLog(db, daysAgo(30), never);
    expect(await count(compact)).toBe(1);

    const isOfFive = db.updateTable('event').where(
      'topic',
      'in',
      heads.slice(0, 5).map(({ topic }) => topic),
    );
    await isOfFive
      .where('seq', '=', 1)
      .set({ at: daysAgo(40).toISOString() })
      .execute();
    expect(await count(compact)).toBeLessThanOrEqual(11);
    expect(await countRows(db)).toBe(many - 5);
  });

  it.runIf(isHere)('end, although more old events than a batch must stay behind a newer one', async () => {
    const { db, count } = await openCounted();
    const rows = Array.from({ length: 1_200 }, (_, index) => ({
      ...{ topic: index === 1_199 ? 'project:old' : 'project:p', seq: index === 1_199 ? 1 : index + 1 },
      ...{ name: 'vibe:deleted', payload: '{}', at: daysAgo(index === 0 ? 1 : 40).toISOString() },
    }));
    for (const chunk of chunksOf(rows)) await db.insertInto('event').values(chunk).execute();
    expect(await count(() => compactLog(db, daysAgo(30), never))).toBeLessThan(20);
    expect(await countRows(db)).toBe(1_199);
  });

  it.runIf(isHere)('look for unused bytes among 10,000 in pages, and only once', async () => {
    const { db, count } = await openCounted();
    const hashes = Array.from({ length: many }, (_, index) =>
      createHash('sha256').update(`${index}`).digest('hex'),
    );
    const unused = hashes.slice(0, 3);
    const createdAt = daysAgo(3).toISOString();
    const ana = { id: 'ana', name: 'Ana', email: 'ana@example.com', image: null, emailVerified: 0 };
    const row = { ...ana, role: 'MEMBER' as const, createdAt, updatedAt: createdAt };
    await db.insertInto('user').values(row).execute();
    const projects = hashes.slice(3).map((imageSha256) => ({
      ...{
        id: imageSha256,
        name: 'Album',
        description: '',
        imageSha256,
        imageMimeType: null,
        createdAt,
        createdBy: 'ana',
      },
    }));
    for (const rows of chunksOf(projects)) await db.insertInto('project').values(rows).execute();
    const asked: string[] = [];
    const blobs = {
      ...createMemoryBlobStore(systemEnvironment.clock),
      async *list() {
        yield* hashes;
      },
      async *listPairs() {
        for (const older of hashes) yield { newer: hashes[5] ?? '', older };
      },
      removeUnused: async (sha256: string, _before: Date, isUsed: () => Promise<boolean>) => {
        asked.push(`remove ${sha256}`);
        return !(await isUsed());
      },
      size: async (sha256: string) => {
        asked.push(`size ${sha256}`);
        return null;
      },
    };
    const context = { db, log: pino({ level: 'silent' }), environment: systemEnvironment } as ServerContext;
    const parts = createMemoryPartStore(new Map());
    const statements = await count(() => sweep({ context, blobs, parts, locks: createKeyedLock() }, never));
    // Found once among the bytes and once among the pairs, and asked about once.
    expect(asked).toEqual(unused.map((sha256) => `remove ${sha256}`));
    // Twenty pages of bytes and twenty of pairs, which are noted; a page of marks, and six for each that goes.
    expect(statements).toBeLessThanOrEqual(90);
    expect(await count(() => sweep({ context, blobs, parts, locks: createKeyedLock() }, never))).toBe(3);
  });
});

async function countRows(db: Kysely<Database>): Promise<number> {
  const row = await db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirst();
  return Number(row?.count);
}
