import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { systemEnvironment } from '../../../common/environment.ts';
import { newId } from '../../../common/new-id.ts';
import { createSessions } from '../../../server/auth/sessions.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createClockCheck } from '../../../server/nodes/clock-check.ts';
import { createNodes } from '../../../server/nodes/nodes.ts';
import { onOneNode } from '../../../server/sweeping.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { startNodes } from '../../helpers/nodes.ts';
import { hasPostgres } from '../../helpers/postgres.ts';
import { registerUser, type TestServer } from '../../helpers/server.ts';

const day = 24 * 60 * 60 * 1000;

/** A node whose clock is that far ahead, and what it would remove. */
async function openNode(databaseUrl: string, ahead: { milliseconds: number }) {
  const db = await openDatabase(databaseUrl);
  disposeLater(() => db.destroy());
  const { clock: right } = systemEnvironment;
  const clock = { ...right, now: () => right.now() + ahead.milliseconds, later: () => () => {} };
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line).msg) });
  const nodes = createNodes({
    ...{ db, name: 'ahead', log },
    ...{ environment: { ...systemEnvironment, newId, clock }, secretFingerprint: 'unknown' },
  });
  const { removeExpired } = createSessions(db, {
    ...{ secret: 'x', secureCookies: false, environment: { clock, newId }, log },
  });
  const clocks = createClockCheck({ db, clock, log });
  const [sweep] = onOneNode({ nodes, clocks }, 'test', [removeExpired]);
  return { nodes, logged, sweep: () => sweep?.(new AbortController().signal) };
}

describe.runIf(hasPostgres)('a node whose clock is wrong', () => {
  test('removes nothing that has expired, says so once, and lets others do it', async () => {
    const { nodes, databaseUrl } = await startNodes(1, { sessionSweepMilliseconds: 3_600_000 });
    const [server] = nodes as [TestServer];
    const ana = await registerUser(server);
    await server.database.run('update node set secretFingerprint = null');
    const ahead = { milliseconds: 0 };
    const node = await openNode(databaseUrl, ahead);
    await node.nodes.ready;
    const holder = () => server.database.values("select nodeId from lease where job = 'test'");
    const sessions = async () => (await server.readSessions()).length;

    await node.sweep();
    expect(await holder()).toEqual([node.nodes.id]);
    for (const milliseconds of [400 * day, -400 * day, 61_000]) {
      ahead.milliseconds = milliseconds;
      await node.sweep();
    }
    expect(await sessions()).toBe(1);
    expect((await ana.request('GET', '/api/projects')).status).toBe(200);
    expect(node.logged).toEqual([expect.stringContaining('wrong by more than a minute')]);
    expect(await holder()).toEqual([]);

    ahead.milliseconds = 30_000;
    await server.expireSessions();
    await node.sweep();
    expect(await sessions()).toBe(0);
    expect(node.logged).toEqual([expect.anything(), expect.stringContaining('right again')]);
  });
});
