import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { protocolHeader, protocolVersion, versionsApart } from '../../../protocol/wire/version.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { dataOf, signIn, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import { until } from '../../helpers/until.ts';
import { run, startBand, startDevice } from './band.ts';
import { openHostileProxy } from './hostile-proxy.ts';

const versionOf = (version: number) => ({ [protocolHeader]: String(version) });
const fitting = versionOf(protocolVersion);
const tooNew = versionOf(protocolVersion + versionsApart + 1);
const tooOld = versionOf(protocolVersion - versionsApart - 1);
const needsApp = 'This server needs a newer BandMate. Update the app.';
const needsServer = 'This server is too old for this BandMate. Ask whoever runs it to update it.';

const misfitOf = (runtime: TestRuntime) => {
  const state = runtime.last('connection.changed');
  return state?.kind === 'offline' && state.needsUpdate && [state.needsUpdate, state.reason];
};

it.each([
  ['newer', tooNew, needsApp],
  ['older', tooOld, needsServer],
])('an app doesn’t sign in to a server that is too much %s, and says why', async (_, headers, sentence) => {
  const { server, ana } = await startBand();
  const proxy = await openHostileProxy(server.url);
  proxy.replaceHeaders(headers);
  const runtime = await startRuntime();
  await expect(signIn(runtime, proxy, ana)).rejects.toThrow(sentence);
});

it('an app whose server becomes too new goes offline, says why, and keeps changes until they fit again', async () => {
  const { server, ana, projectId } = await startBand();
  const proxy = await openHostileProxy(server.url);
  const desk = await startDevice(proxy, ana);
  await dataOf(desk.handlers['projects.enter']({ id: projectId }));
  await until(() => desk.account()?.cache.readProject(projectId));

  proxy.replaceHeaders(tooNew);
  const id = newId();
  await run(desk, 'vibe.create', { id, projectId, name: 'Kept' });
  expect(await until(() => misfitOf(desk))).toEqual(['app', needsApp]);
  const pending = await dataOf(desk.handlers['outbox.list'](null));
  expect(pending.map(({ state }) => state.kind)).not.toContain('refused');

  proxy.replaceHeaders(fitting);
  await dataOf(desk.handlers['connection.retryNow'](null));
  await until(async () => (await dataOf(desk.handlers['outbox.list'](null))).length === 0);
  const { body } = await ana.request('GET', `/api/projects/${projectId}`);
  expect(body.vibes.map(({ name }: { name: string }) => name)).toContain('Kept');
});

it.each([
  ['old', tooOld, 'This version of BandMate is too old for the server. Update the app.'],
  [
    'new',
    tooNew,
    'This version of BandMate is too new for the server. Ask whoever runs the server to update it.',
  ],
])('a server refuses an app that is too %s, by HTTP and on the socket', async (_, headers, sentence) => {
  const { server, ana } = await startBand();
  const answer = await fetch(`${server.url}/api/projects`, { headers: { ...headers, cookie: ana.cookie } });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ kind: 'unavailable', error: sentence });
  const socket = io(server.url, {
    extraHeaders: { ...headers, cookie: ana.cookie },
    reconnection: false,
    forceNew: true,
  });
  disposeLater(() => void socket.disconnect());
  const error = await new Promise<Error & { data?: unknown }>((resolve) =>
    socket.once('connect_error', resolve),
  );
  expect(error).toMatchObject({ message: sentence, data: { kind: 'unavailable' } });
});

it.each([
  undefined,
  'next',
  '-1',
  String(protocolVersion - versionsApart),
  String(protocolVersion + versionsApart),
])('a server answers an app that is close enough, or says nothing it understands: %s', async (version) => {
  const { server, ana } = await startBand();
  const headers = { cookie: ana.cookie, ...(version !== undefined && { [protocolHeader]: version }) };
  expect((await fetch(`${server.url}/api/projects`, { headers })).status).toBe(200);
});
