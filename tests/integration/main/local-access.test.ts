import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { fuzz, fuzzCases } from '../../fuzz/fuzz.ts';
import { hostileText, hostileValue } from '../../fuzz/hostile.ts';
import { askByFile, askHttp, readEndpoint, reaperPlace, sendRaw } from '../../helpers/local-access.ts';
import { dataOf, signIn, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import { registerUser } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { startBand, startDevice } from './band.ts';

/** Ana's app, with the way in opened for programs that have sockets. */
async function openApp() {
  const band = await startBand();
  const app = await startDevice(band.server, band.ana, { reaperPlace: await reaperPlace() });
  await dataOf(app.handlers['projects.read']({ id: band.projectId }));
  const state = await dataOf(app.handlers['local.setHttp']({ isOn: true }));
  const ask = (request: unknown) => askHttp(app.userData, request);
  return { ...band, app, state, ask };
}

const isOnline = (app: TestRuntime) => app.last('connection.changed')?.kind === 'online';

const comment = (song: string, text: string, more: object = {}) => ({
  ...{ do: 'comment', comment: newId(), song, seconds: 4.5, text },
  ...more,
});

describe('the way into the app over HTTP', () => {
  it('is closed until it is opened, and closes again', async () => {
    const { server, ana } = await startBand();
    const app = await startDevice(server, ana, { reaperPlace: await reaperPlace() });
    await expect(readEndpoint(app.userData)).rejects.toThrow('ENOENT');
    const opened = await dataOf(app.handlers['local.setHttp']({ isOn: true }));
    const { url, token, version } = await readEndpoint(app.userData);
    expect(opened.http).toEqual({ isOn: true, url });
    expect({ version, length: token.length }).toEqual({ version: 1, length: 43 });
    const modes = await Promise.all(
      ['local', 'local/endpoint.json', 'local/requests'].map((name) => stat(join(app.userData, name))),
    );
    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '600', '700']);
    const hello = await askHttp(app.userData, { do: 'hello' });
    expect(hello.body.data).toMatchObject({ app: 'BandMate', version: 1, account: { name: 'Ana' } });
    await dataOf(app.handlers['local.setHttp']({ isOn: false }));
    await expect(readEndpoint(app.userData)).rejects.toThrow('ENOENT');
    await expect(sendRaw(url ?? '', {})).rejects.toThrow('ECONNREFUSED');
  });

  it('refuses everything that has no token, or that a page could have sent', async () => {
    const { app, cutId } = await openApp();
    const { url, token } = await readEndpoint(app.userData);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ do: 'points', song: cutId });
    const send = async (changes: Record<string, string | undefined>, more: object = {}) => {
      const all = Object.entries({ ...headers, ...changes }).filter(([, value]) => value !== undefined);
      const { status, body: answer } = await sendRaw(url ?? '', {
        ...{ headers: Object.fromEntries(all) as Record<string, string>, body },
        ...more,
      });
      return `${status} ${answer.kind ?? 'ok'}`;
    };
    expect(await send({})).toBe('200 ok');
    expect(await send({ authorization: undefined })).toBe('401 unauthorised');
    expect(await send({ authorization: `Bearer ${'a'.repeat(43)}` })).toBe('401 unauthorised');
    expect(await send({ authorization: `Bearer ${token}x` })).toBe('401 unauthorised');
    expect(await send({ origin: 'https://evil.example' })).toBe('403 foreign-origin');
    expect(await send({ origin: 'null' })).toBe('403 foreign-origin');
    expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe('403 foreign-origin');
    expect(await send({ host: 'evil.example' })).toBe('403 foreign-origin');
    expect(await send({ host: `evil.example:${new URL(url ?? '').port}` })).toBe('403 foreign-origin');
    const preflight = await sendRaw(url ?? '', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(403);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(await send({}, { method: 'GET' })).toBe('404 not-found');
    expect(await send({}, { path: '/' })).toBe('404 not-found');
    expect(await send({ 'content-type': 'text/plain' })).toBe('400 unsupported-type');
    expect(await send({}, { body: 'x'.repeat(16 * 1024 + 1) })).toBe('413 too-large');
    expect(await send({}, { body: '{"do":' })).toBe('400 invalid');
  });

  it('answers wrong requests with the field that is wrong', async () => {
    const { ask, cutId } = await openApp();
    const messages = [
      { do: 'dance' },
      [],
      { do: 'points', song: cutId, tempo: 120 },
      { do: 'points', song: newId() },
      { do: 'points', song: cutId, version: newId() },
      comment(cutId, 'x', { seconds: -1 }),
      comment(cutId, 'x', { seconds: '1' }),
      comment(cutId, '   '),
      comment(cutId, 'x', { endSeconds: 4.5 }),
      comment(newId(), 'x'),
      { do: 'resolve', point: newId() },
      { do: 'songs', project: newId() },
    ].map(async (request) => {
      const { status, body } = await ask(request);
      return `${status} ${body.kind} ${body.message}`;
    });
    expect(await Promise.all(messages)).toEqual([
      expect.stringMatching(/^400 invalid do: /),
      expect.stringMatching(/^400 invalid /),
      expect.stringMatching(/^400 invalid .*tempo/),
      '404 not-found There is no such song in the signed-in account.',
      '404 not-found There is no such version of this song.',
      '400 invalid seconds: must not be negative',
      expect.stringMatching(/^400 invalid seconds: /),
      '400 invalid text: must not be empty',
      '400 invalid endSeconds: must be after seconds',
      '404 not-found There is no such song in the signed-in account.',
      '404 not-found There is no such comment on a song that the app knows.',
      '404 not-found There is no such project in the signed-in account.',
    ]);
  });

  it('lists songs, shows the current one, and takes a program to a point', async () => {
    const { ask, app, projectId, cutId } = await openApp();
    const { projects } = (await ask({ do: 'projects' })).body.data;
    expect(projects).toMatchObject([{ id: projectId }]);
    const { songs } = (await ask({ do: 'songs', project: projectId })).body.data;
    expect(songs).toMatchObject([{ id: cutId, name: 'Take 1', alternate: null, versions: [] }]);
    expect((await ask({ do: 'current' })).body.data).toEqual({ song: null, version: null });
    await app.handlers['local.showing']({ cutId, fileId: null });
    expect((await ask({ do: 'current' })).body.data).toMatchObject({ song: { id: cutId }, version: null });
    expect((await ask({ do: 'show', song: cutId })).body).toEqual({ ok: true, data: {} });
    const start = await dataOf(app.handlers['app.start'](null));
    expect(start.open).toMatchObject({ kind: 'place', link: { projectId, cutId } });
  });

  it('takes comments once, resolves and reopens, and tells by the revision whether anything changed', async () => {
    const { ask, app, ben, cutId } = await openApp();
    await until(() => isOnline(app));
    const request = comment(cutId, 'Less snare, @Ben', { endSeconds: 8 });
    expect((await ask(request)).body).toEqual({ ok: true, data: { state: 'sent' } });
    const points = () => ask({ do: 'points', song: cutId });
    const first = await until(async () => {
      const { data } = (await points()).body;
      return data.points[0]?.isPending === false && data;
    });
    expect(first.points).toMatchObject([
      {
        ...{ id: request.comment, seconds: 4.5, endSeconds: 8, place: 'own', madeOn: null },
        ...{ author: 'Ana', text: 'Less snare, @Ben', isOpen: true, replies: [] },
      },
    ]);
    const again = await ask({ ...request, text: 'Another text' });
    expect(again.body.data).toEqual({ state: 'known' });
    expect((await ask({ do: 'points', song: cutId, since: first.revision })).body.data).toEqual({
      ...{ revision: first.revision, unchanged: true },
    });
    const atBens = await ben.request('GET', `/api/cuts/${cutId}/comments`);
    expect(atBens.body).toMatchObject([{ text: 'Less snare, @Ben', mentions: [ben.account.id] }]);

    expect((await ask({ do: 'resolve', point: request.comment })).body.ok).toBe(true);
    expect((await points()).body.data).toMatchObject({ points: [] });
    const all = await ask({ do: 'points', song: cutId, status: 'all' });
    expect(all.body.data.points).toMatchObject([{ isOpen: false }]);
    expect((await ask({ do: 'reopen', point: request.comment })).body.ok).toBe(true);
    expect((await points()).body.data.points).toMatchObject([{ isOpen: true }]);
  });

  it('keeps changes made offline, shows them as pending, and sends them later', async () => {
    const { server, app, ask, ben, cutId } = await openApp();
    await ask({ do: 'points', song: cutId });
    await server.stop();
    await until(() => app.last('connection.changed')?.kind === 'offline');
    const request = comment(cutId, 'Made on a train');
    expect((await ask(request)).body.data).toEqual({ state: 'kept' });
    expect((await ask({ do: 'points', song: cutId })).body.data.points).toMatchObject([
      { text: 'Made on a train', isPending: true },
    ]);
    expect((await ask({ do: 'resolve', point: request.comment })).body.data).toEqual({ state: 'kept' });
    await server.restart();
    await until(async () => {
      const { body } = await ben.request('GET', `/api/cuts/${cutId}/comments`);
      return body[0]?.text === 'Made on a train' && body[0].resolvedAt;
    });
  });

  it('serves the account that is signed in, and nobody else’s songs', async () => {
    const { app, ask, server, cutId } = await openApp();
    await dataOf(app.handlers['session.signOut'](null));
    expect(await ask({ do: 'hello' })).toMatchObject({ status: 503, body: { kind: 'signed-out' } });
    await signIn(app, server, await registerUser(server, { name: 'Zoe' }));
    expect((await ask({ do: 'hello' })).body.data.account.name).toBe('Zoe');
    expect((await ask({ do: 'points', song: cutId })).status).toBe(404);
    expect((await ask({ do: 'projects' })).body.data).toEqual({ projects: [] });
  });

  it('has a new token after each start, and is for one app at a time', async () => {
    const { app, server } = await openApp();
    const before = await readEndpoint(app.userData);
    const second = await startRuntime({ userData: app.userData, reaperPlace: await reaperPlace() });
    const { problem, http } = await dataOf(second.handlers['local.state'](null));
    expect(problem).toContain('Another BandMate on this computer');
    expect(http).toEqual({ isOn: true, url: null });
    expect((await readEndpoint(app.userData)).token).toBe(before.token);
    const other = await startRuntime({ reaperPlace: await reaperPlace() });
    await dataOf(other.handlers['local.setHttp']({ isOn: true }));
    expect((await readEndpoint(other.userData)).token).not.toBe(before.token);
    await second.stop();
    await app.stop();
    await expect(readEndpoint(app.userData)).rejects.toThrow('ENOENT');

    const next = await startRuntime({ userData: app.userData, reaperPlace: await reaperPlace() });
    const after = await readEndpoint(next.userData);
    expect(after.token).not.toBe(before.token);
    const old = await sendRaw(after.url ?? '', {
      headers: { authorization: `Bearer ${before.token}`, 'content-type': 'application/json' },
      body: '{"do":"hello"}',
    });
    expect(old.status).toBe(401);
    expect(server.url).toBeTruthy();
  });

  it('takes 120 changes a minute', async () => {
    const { ask, cutId } = await openApp();
    const unknown = cutId.replace(/.$/, 'z');
    const statuses: number[] = [];
    for (let batch = 0; batch < 25; batch++) {
      const asked = Array.from({ length: 5 }, () => ask({ do: 'resolve', point: unknown }));
      statuses.push(...(await Promise.all(asked)).map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });

  it('answers hostile requests with a reason', async () => {
    const { ask, cutId } = await openApp();
    const known = ['hello', 'projects', 'songs', 'current', 'points', 'comment', 'resolve', 'reopen', 'show'];
    const request = fc.oneof(
      hostileValue,
      fc.record(
        {
          do: fc.constantFrom(...known),
          song: fc.oneof(fc.constant(cutId), hostileText, hostileValue),
          ...Object.fromEntries(
            ['project', 'version', 'point', 'comment', 'seconds', 'text', 'since'].map((field) => [
              field,
              hostileValue,
            ]),
          ),
        },
        { requiredKeys: ['do'] },
      ),
    );
    await fuzz('local requests', request, fuzzCases(200), async (one) => {
      const { status, body } = await ask(one);
      if (status >= 500 || (status !== 200 && typeof body.message !== 'string')) throw new Error(`${status}`);
    });
  });

  it('answers the same by files', async () => {
    const { app, ask, cutId } = await openApp();
    expect(await askByFile(app.userData, { do: 'points', song: cutId })).toEqual(
      (await ask({ do: 'points', song: cutId })).body,
    );
  });
});
