import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { newId } from '../../../common/new-id.ts';
import { createReadiness } from '../../../server/readiness.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { freshPostgresDatabase, hasPostgres, sharedPostgres } from '../../helpers/postgres.ts';
import { registerUser, request, startServer } from '../../helpers/server.ts';
import { withParts } from '../../helpers/server-parts.ts';
import { addressOf, linesOf, runServer } from '../../helpers/server-process.ts';
import { until } from '../../helpers/until.ts';

test('each answer names its request: by the id of the proxy if that is well formed, else by a new one', async () => {
  const server = await startServer();
  const ask = (id?: string) =>
    fetch(`${server.url}/api/nothing`, { headers: id === undefined ? {} : { 'x-request-id': id } });
  const given = await ask('4f2a:9c.e1-77');
  expect(given.headers.get('x-request-id')).toBe('4f2a:9c.e1-77');
  expect(await given.json()).toMatchObject({ kind: 'not-found', requestId: '4f2a:9c.e1-77' });
  for (const forged of [undefined, 'short', 'two words here', 'x'.repeat(129), '"},{"level":60']) {
    const id = (await ask(forged)).headers.get('x-request-id');
    expect(id).toMatch(/^[\w-]{20,}$/);
    expect(id).not.toBe(forged);
  }
});

test('every line of the log about a request has its id, slow statements too, without their values', async () => {
  const running = runServer({
    DATA_DIR: await temporaryFolder(),
    LOG_LEVEL: 'debug',
    SLOW_QUERY_MS: '1',
  });
  const server = await addressOf(running);
  const ada = await registerUser(server);
  const lines = () => linesOf(running.output.stderr);
  // Written by several at once, which then share a transaction.
  const names = Array.from({ length: 12 }, (_, index) => `secret song ${index}`);
  await until(async () => {
    await Promise.all(
      names.map((name, index) =>
        ada.request(
          'POST',
          '/api/projects',
          { name },
          { 'x-request-id': `request-${index}`, 'idempotency-key': newId() },
        ),
      ),
    );
    return lines().some(
      ({ msg, requestId }) => msg === 'Slow statement' && String(requestId).startsWith('request-'),
    );
  });
  await until(() => new Set(lines().map(({ requestId }) => requestId)).size > names.length);
  const slow = lines().filter(({ msg }) => msg === 'Slow statement');
  expect(slow[0]).toMatchObject({ statement: expect.any(String), milliseconds: expect.any(Number) });
  expect(running.output.stderr).not.toContain('secret song');
  for (const line of lines().filter(({ msg }) => msg === 'request')) {
    expect(line).toMatchObject({ requestId: expect.any(String), route: expect.anything() });
  }
});

test('503 is a warning: a server that is stopping, or that doesn’t fit the app, works as it should', async () => {
  const running = runServer({
    ...{ DATA_DIR: await temporaryFolder(), LOG_LEVEL: 'warn', DRAIN_SECONDS: '1' },
  });
  const server = await addressOf(running);
  const ask = async (path: string, headers = {}) =>
    (await request(server, 'GET', path, undefined, headers)).status;
  expect(await ask('/api/health', { 'bandmate-protocol': '1' })).toBe(503);
  running.process.kill('SIGTERM');
  await until(async () => (await ask('/api/health/ready')) === 503);
  expect(await running.ended).toBe(0);
  const requests = linesOf(running.output.stderr).filter(({ status }) => status === 503);
  expect(requests.length).toBeGreaterThanOrEqual(2);
  expect(new Set(requests.map(({ level }) => level))).toEqual(new Set([40]));
});

test.runIf(hasPostgres)('every line of one of several servers has its name', async () => {
  const running = runServer({
    ...{ DATABASE_URL: await freshPostgresDatabase(await sharedPostgres()), NODE_NAME: 'band-1' },
    ...{ DATA_DIR: await temporaryFolder(), LOG_LEVEL: 'debug' },
  });
  const server = await addressOf(running);
  await registerUser(server);
  const lines = await until(() => {
    const all = linesOf(running.output.stderr);
    return all.some(({ msg }) => msg === 'request') && all;
  });
  expect(new Set(lines.map(({ node }) => node))).toEqual(new Set(['band-1']));
});

test('a server is live and ready, and not ready once its storage is away', async () => {
  const server = await startServer();
  expect((await request(server, 'GET', '/api/health/live')).body).toEqual({ status: 'alive' });
  expect((await request(server, 'GET', '/api/health/ready')).body).toEqual({
    status: 'ready',
    storage: 'reachable',
  });
  await rm(join(server.dataDirectory, 'blobs'), { recursive: true });
  const answer = await until(async () => {
    const now = await request(server, 'GET', '/api/health/ready');
    return now.status === 503 && now;
  });
  expect(answer.body).toMatchObject({
    kind: 'unavailable',
    error: 'The storage of files can’t be reached.',
  });
  expect((await request(server, 'GET', '/api/health/live')).status).toBe(200);
});

test('readiness names a database that is away, and one that does not answer', async () => {
  const dataDirectory = await temporaryFolder();
  await withParts(dataDirectory, async ({ db, blobs }) => {
    const silent = { ...blobs, size: () => new Promise<never>(() => {}) };
    const patient = { ...systemClock, later: (_: number, task: () => void) => systemClock.later(20, task) };
    expect(await createReadiness({ db, blobs, isStorageShared: false }, systemClock).check()).toMatchObject({
      ok: true,
    });
    expect(
      await createReadiness({ db, blobs: silent, isStorageShared: false }, patient).check(),
    ).toMatchObject({
      message: 'The storage of files can’t be reached.',
    });
    const readiness = createReadiness({ db, blobs, isStorageShared: false }, systemClock);
    await db.destroy();
    expect(await readiness.check()).toMatchObject({
      kind: 'unavailable',
      message: 'The database can’t be reached.',
    });
  });
});
