import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../server/db/open-database.ts';
import { openReads } from '../../../server/db/open-reads.ts';
import type { Database } from '../../../server/db/schema.ts';
import { createChatRoutes } from '../../../server/http/chat-routes.ts';
import { createHttpApp } from '../../../server/http/http-app.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { mountedRoutes } from '../../helpers/mounted-routes.ts';
import { withParts } from '../../helpers/server-parts.ts';

const epochOf = async (db: Kysely<Database>) =>
  (await db.selectFrom('meta').select('value').where('key', '=', 'epoch').executeTakeFirstOrThrow()).value;

test('a read never waits for a transaction, and sees what is committed and nothing else', async () => {
  const file = join(await temporaryFolder(), 'test.sqlite');
  const db = await openDatabase(file);
  disposeLater(() => db.destroy());
  const reads = openReads(file);
  disposeLater(() => reads.destroy());
  const before = await epochOf(reads);
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('meta').set({ value: 'later' }).where('key', '=', 'epoch').execute();
    expect(await epochOf(reads)).toBe(before);
  });
  expect(await epochOf(reads)).toBe('later');
  await expect(reads.deleteFrom('meta').execute()).rejects.toThrow(/readonly/);
});

test('routes that only read leave the connection of the changes alone', async () => {
  await withParts(await temporaryFolder(), async ({ context, db }) => {
    const person = { id: 'ana', name: 'Ana', email: 'ana@example.com' };
    const at = new Date().toISOString();
    await db
      .insertInto('user')
      .values({ ...person, image: null, emailVerified: 0, role: 'MEMBER', createdAt: at, updatedAt: at })
      .execute();
    const unused = new Proxy(db, {
      get: () => {
        throw new Error('This route only reads.');
      },
    });
    const guarded = {
      ...context,
      db: unused,
      reads: db,
      authenticate: async () => ({ ...person, avatarUrl: null }),
    };
    const app = createHttpApp(guarded, {
      isOriginAllowed: () => true,
      web: async () => null,
      readiness: { check: async () => ({ ok: true, data: null }) },
      streaming: [],
      routers: [createChatRoutes(guarded, () => false)],
    });
    const httpServer = createServer(app);
    await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
    disposeLater(() => void httpServer.close());
    const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
    // Health is about the connection of the changes.
    const reading = mountedRoutes(app).filter(
      (route) => route.startsWith('GET ') && !route.startsWith('GET /api/health'),
    );
    expect(reading.length).toBeGreaterThan(15);
    const failed: string[] = [];
    for (const route of reading) {
      const answer = await fetch(url + route.slice('GET '.length).replaceAll(/:\w+/g, 'x'));
      if (answer.status >= 500) failed.push(route);
    }
    expect(failed).toEqual([]);
  });
});
