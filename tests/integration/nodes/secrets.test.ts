import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ServerConfig } from '../../../server/config.ts';
import { fingerprintOf } from '../../../server/secrets.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres } from '../../helpers/postgres.ts';
import { registerUser, startServer, type TestUser } from '../../helpers/server.ts';

const [secret, other] = [
  'the secret of all nodes, which is long',
  'another secret, which is long enough too',
];

async function openBand() {
  const databaseUrl = await freshPostgresDatabase(await sharedPostgres());
  const start = async (config: Partial<ServerConfig>) =>
    startServer({ databaseUrl, dataDirectory: await temporaryFolder('bandmate-node'), ...config });
  const one = await start({ secret, nodeName: 'one' });
  const ana = await registerUser(one, { name: 'Ana' });
  return { one, ana, start };
}

const status = async (user: TestUser) => (await user.request('GET', '/api/projects')).status;

describe.runIf(hasPostgres)('the secret of several servers', () => {
  test('keeps one with another secret from starting, and every session from ending', async () => {
    const { one, ana, start } = await openBand();
    const started = start({ secret: other, nodeName: 'two' });
    await expect(started).rejects.toThrow(
      'Another server on this database (one) has another SECRET. Give this one the same. To replace the secret, stop all servers, then start them with the new one.',
    );
    // Nor with one that the first server to run without SECRET would have made.
    await expect(start({ secret: null })).rejects.toThrow('has another SECRET');
    expect(await status(ana)).toBe(200);
    await one.restart();
    expect(await status(ana)).toBe(200);
    const two = await start({ secret });
    expect(await status(ana.on(two))).toBe(200);
  });

  test('is replaced where all are stopped first, at once', async () => {
    const { one, ana, start } = await openBand();
    await one.stop();
    const began = performance.now();
    const two = await start({ secret: other });
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await status(ana.on(two))).toBe(401);
    await expect(one.restart()).rejects.toThrow('has another SECRET');
  });

  test('is replaced after a crash as soon as the server that died has lapsed', async () => {
    const { one, ana, start } = await openBand();
    await one.stop();
    const dead = { id: randomUUID(), name: 'dead', startedAt: '2026-03-01', beat: 7 };
    await one.database.insert('node', [{ ...dead, secretFingerprint: fingerprintOf(secret) }]);
    const two = await start({ secret: other });
    expect(await status(ana.on(two))).toBe(401);
    expect(await one.database.rows('select id from node where id = ?', dead.id)).toEqual([]);
  });

  test('doesn’t concern servers of the version before, which don’t write its fingerprint', async () => {
    const { one, ana, start } = await openBand();
    await one.database.run('update node set secretFingerprint = null');
    // They end each other's sessions as ever.
    const two = await start({ secret: other });
    expect(await status(ana.on(two))).toBe(401);
  });
});
