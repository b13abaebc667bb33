import { once } from 'node:events';
import http from 'node:http';
import { expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { connectSocket, createProject, registerUser, request, startServer } from '../../helpers/server.ts';
import { addressOf, runServer } from '../../helpers/server-process.ts';
import { until } from '../../helpers/until.ts';

test('prints only its address, works, and stops cleanly on SIGTERM', async () => {
  const dataDirectory = await temporaryFolder();
  const running = runServer({ DATA_DIR: dataDirectory });
  const server = await addressOf(running);
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const socket = await connectSocket(server, ada);
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  await until(() => socket.disconnected);
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(running.output.stdout).toBe(`${server.url}\n`);
  expect(running.output.stderr).toBe('');
  // The folder is released at once, and has the data.
  const next = await startServer({ dataDirectory });
  const answer = await request(next, 'GET', `/api/projects/${projectId}`, undefined, { cookie: ada.cookie });
  expect(answer.status).toBe(200);
});

test('kill -9 loses nothing that was acknowledged, and leaves no lock', async () => {
  const dataDirectory = await temporaryFolder();
  const running = runServer({ DATA_DIR: dataDirectory });
  const server = await addressOf(running);
  const ada = await registerUser(server);
  const projectId = await createProject(ada);
  const answered: string[] = [];
  const work = Array.from({ length: 4 }, async () => {
    for (;;) {
      const id = newId();
      await ada.command('vibe.create', { id, projectId, name: 'Idea' });
      answered.push(id);
    }
  });
  const ends = Promise.allSettled(work);
  await until(() => answered.length > 30);
  running.process.kill('SIGKILL');
  await Promise.all([running.ended, ends]);
  const next = await startServer({ dataDirectory });
  const { body } = await request(next, 'GET', `/api/projects/${projectId}`, undefined, {
    cookie: ada.cookie,
  });
  const kept = new Set(body.vibes.map(({ id }: { id: string }) => id));
  expect(answered.filter((id) => !kept.has(id))).toEqual([]);
  expect(body.seq).toBe(kept.size * 2);
});

test('finishes a request in flight before it stops', async () => {
  const running = runServer({ DATA_DIR: await temporaryFolder() });
  const server = await addressOf(running);
  const ada = await registerUser(server);
  const body = JSON.stringify({ name: 'Finished' });
  const outgoing = http.request(`${server.url}/api/projects`, {
    method: 'POST',
    headers: { cookie: ada.cookie, 'content-type': 'application/json', 'content-length': body.length },
  });
  const answer = once(outgoing, 'response') as Promise<[http.IncomingMessage]>;
  outgoing.write(body.slice(0, 5));
  // Once another connection is answered, the half request has been read.
  await request(server, 'GET', '/api/health');
  running.process.kill('SIGINT');
  await until(
    () =>
      request(server, 'GET', '/api/health').then(
        () => false,
        () => true,
      ),
    {
      what: 'new connections to be refused',
    },
  );
  outgoing.end(body.slice(5));
  const [incoming] = await answer;
  expect(incoming.statusCode).toBe(201);
  incoming.resume();
  expect(await running.ended).toBe(0);
});

test('a second signal ends it at once, with requests in flight', async () => {
  const running = runServer({ DATA_DIR: await temporaryFolder() });
  const server = await addressOf(running);
  const outgoing = http.request(`${server.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': 100 },
  });
  outgoing.on('error', () => {});
  outgoing.write('{');
  await request(server, 'GET', '/api/health');
  running.process.kill('SIGINT');
  await until(() =>
    request(server, 'GET', '/api/health').then(
      () => false,
      () => true,
    ),
  );
  running.process.kill('SIGINT');
  expect(await running.ended).toBe(1);
});

test.each([
  [{ PORT: 'http' }, /^PORT must be/],
  [{ APP_URL: 'band' }, /^APP_URL must be/],
  [{ DATA_DIR: '/dev/null/data' }, /^The data folder \/dev\/null\/data can't be created/],
  [{ DATA_DIR: '/proc/nope/data' }, /^The data folder \/proc\/nope\/data can't be created/],
  [{ HOST: '192.0.2.1' }, /^HOST is not an address of this machine: 192\.0\.2\.1\./],
  [{ METRICS_PORT: '0', METRICS_HOST: '192.0.2.1' }, /^METRICS_HOST is not an address of this machine/],
  [{ STORAGE_URL: 's3://band/%zz' }, /^STORAGE_URL has a % that/],
  [{ STORAGE_URL: 'file:///a%2fb' }, /^STORAGE_URL must name a folder without %2F/],
])('with %o it prints one sentence and exits with 1', async (environment, sentence) => {
  const running = runServer({ DATA_DIR: await temporaryFolder(), ...environment });
  expect(await running.ended).toBe(1);
  expect(running.output.stdout).toBe('');
  expect(running.output.stderr).toMatch(sentence);
  expect(running.output.stderr.trim().split('\n')).toHaveLength(1);
});

test('reports a port in use and a folder in use', async () => {
  const server = await startServer();
  const { port } = new URL(server.url);
  const onPort = runServer({ PORT: port, DATA_DIR: await temporaryFolder() });
  const onFolder = runServer({ DATA_DIR: server.dataDirectory });
  const onMetricsPort = runServer({ METRICS_PORT: port, DATA_DIR: await temporaryFolder() });
  expect(await onMetricsPort.ended).toBe(1);
  expect(onMetricsPort.output.stderr).toBe(
    `Port ${port} is in use. Set METRICS_PORT to another one, or to 0 for any free port.\n`,
  );
  expect(await onPort.ended).toBe(1);
  expect(onPort.output.stderr).toBe(
    `Port ${port} is in use. Set PORT to another one, or to 0 for any free port.\n`,
  );
  expect(await onFolder.ended).toBe(1);
  expect(onFolder.output.stderr).toMatch(/^Another BandMate server is already using the data folder/);
});
