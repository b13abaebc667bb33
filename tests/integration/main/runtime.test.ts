import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { createMemorySecretStore } from '../../../main/session/secret-store.ts';
import { temporaryFolder } from '../../helpers/disposal.ts';
import { dataOf, signIn, startRuntime, type TestRuntime } from '../../helpers/runtime.ts';
import { addMember, createProject, registerUser, startServer } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { openWire } from './wire.ts';

const kindOf = (runtime: TestRuntime) => runtime.last('connection.changed')?.kind;

describe('signing in', () => {
  it('registers an account, whose list is empty', async () => {
    const server = await startServer();
    const runtime = await startRuntime();
    const state = await dataOf(
      runtime.handlers['session.signUp']({
        serverUrl: server.url,
        email: 'ana@example.com',
        password: 'correct horse',
        name: 'Ana',
      }),
    );
    expect(state).toMatchObject({ kind: 'signed-in', serverUrl: server.url, account: { name: 'Ana' } });
    expect(await dataOf(runtime.handlers['projects.list'](null))).toEqual([]);
    await until(() => kindOf(runtime) === 'online');
  });

  it('reports what is wrong, and leaves nobody signed in', async () => {
    const server = await startServer();
    const { email } = await registerUser(server);
    const runtime = await startRuntime();
    const request = { serverUrl: server.url, email, password: 'wrong password' };
    expect(await runtime.handlers['session.signIn'](request)).toMatchObject({
      ok: false,
      kind: 'unauthorised',
    });
    await server.stop();
    expect(await runtime.handlers['session.signIn'](request)).toMatchObject({ ok: false, kind: 'offline' });
    expect(await dataOf(runtime.handlers['app.start'](null))).toMatchObject({
      session: { kind: 'signed-out' },
      connection: { kind: 'signed-out' },
    });
  });

  it('stores a remembered sign-in as a cookie and restores it without a network', async () => {
    const server = await startServer();
    const ana = await registerUser(server);
    const projectId = await createProject(ana, [], 'Summer EP');
    const [secrets, userData] = [createMemorySecretStore(), await temporaryFolder()];
    const first = await startRuntime({ secrets, userData });
    await signIn(first, server, ana);
    await dataOf(first.handlers['projects.list'](null));
    await dataOf(first.handlers['projects.read']({ id: projectId }));
    await first.stop();
    await server.stop();

    expect(await secrets.read()).not.toContain(ana.password);
    const second = await startRuntime({ secrets, userData });
    expect(await dataOf(second.handlers['app.start'](null))).toMatchObject({
      session: { kind: 'signed-in' },
    });
    expect(await dataOf(second.handlers['projects.list'](null))).toMatchObject([{ name: 'Summer EP' }]);
    expect(await dataOf(second.handlers['projects.read']({ id: projectId }))).toMatchObject({
      id: projectId,
    });
    await until(() => kindOf(second) === 'offline');
    await server.restart();
    await until(() => kindOf(second) === 'online');
  });

  it('renews a session that is in use', async () => {
    const server = await startServer();
    const ana = await registerUser(server);
    const secrets = createMemorySecretStore();
    const runtime = await startRuntime({ secrets });
    await signIn(runtime, server, ana);
    await until(() => kindOf(runtime) === 'online');
    await runtime.stop();
    const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString();
    await server.database.run('update session set expiresAt = ?', inDays(1));
    const kept = await secrets.read();
    await startRuntime({ secrets });
    await until(async () => (await server.readSessions()).some(({ expiresAt }) => expiresAt > inDays(29)));
    await until(async () => (await secrets.read()) !== kept);
  });

  it('stores no sign-in that shouldn’t be remembered, but fills in the form', async () => {
    const server = await startServer();
    const ana = await registerUser(server);
    const [secrets, userData] = [createMemorySecretStore(), await temporaryFolder()];
    const first = await startRuntime({ secrets, userData });
    const { email, password } = ana;
    await dataOf(
      first.handlers['session.signIn']({ serverUrl: server.url, email, password, rememberMe: false }),
    );
    expect(await secrets.read()).toBeNull();
    await first.stop();
    const second = await startRuntime({ secrets, userData });
    const { session } = await dataOf(second.handlers['app.start'](null));
    expect(session).toEqual({ kind: 'signed-out', lastServerUrl: server.url });
  });

  it('happens automatically on a studio machine, as soon as the server is reachable', async () => {
    const server = await startServer();
    const { email, password } = await registerUser(server);
    await server.stop();
    const starting = startRuntime({ unattendedSignIn: { serverUrl: server.url, email, password } });
    await server.restart();
    const runtime = await starting;
    await until(() => kindOf(runtime) === 'online');
  });

  it('does not hold up the first frame forever', async () => {
    const runtime = await startRuntime({
      unattendedSignIn: { serverUrl: 'http://127.0.0.1:9', email: 'a@b.example', password: 'x' },
    });
    expect(await dataOf(runtime.handlers['app.start'](null))).toMatchObject({
      session: { kind: 'signed-out' },
    });
  });
});

describe('accounts on one machine', () => {
  it('have separate folders, and see nothing of each other', async () => {
    const server = await startServer();
    const [ana, ben] = [await registerUser(server), await registerUser(server)];
    const projectId = await createProject(ana, [], 'Secret EP');
    const runtime = await startRuntime();
    await signIn(runtime, server, ana);
    await dataOf(runtime.handlers['projects.list'](null));
    await signIn(runtime, server, ben);
    expect(await dataOf(runtime.handlers['projects.list'](null))).toEqual([]);
    expect(await runtime.handlers['projects.read']({ id: projectId })).toMatchObject({ ok: false });
    const [folder = ''] = readdirSync(join(runtime.userData, 'accounts'));
    const accounts = readdirSync(join(runtime.userData, 'accounts', folder));
    expect(accounts.sort()).toEqual([ana.account.id, ben.account.id].sort());
    const ofBen = join(runtime.userData, 'accounts', folder, ben.account.id);
    for (const entry of readdirSync(ofBen, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      expect(readFileSync(join(entry.parentPath, entry.name), 'latin1')).not.toContain('Secret EP');
    }
  });

  it('can’t be opened by two processes at once', async () => {
    const server = await startServer();
    const ana = await registerUser(server);
    const first = await startRuntime();
    await signIn(first, server, ana);
    const second = await startRuntime({ userData: first.userData });
    const { email, password } = ana;
    const again = await second.handlers['session.signIn']({ serverUrl: server.url, email, password });
    expect(again).toMatchObject({ ok: false, kind: 'conflict' });
    expect(await dataOf(second.handlers['app.start'](null))).toMatchObject({
      session: { kind: 'signed-out' },
    });
    await until(() => kindOf(first) === 'online');
  });
});

describe('signing out', () => {
  it('ends socket, requests, watchers and the session on the server', async () => {
    const server = await startServer();
    const wire = await openWire(server.url);
    const ana = await registerUser(server);
    const projectId = await createProject(ana);
    const folder = await temporaryFolder('bounces');
    const often = { headsMilliseconds: 50 };
    const runtime = await startRuntime({ realtimeSettings: often });
    await signIn(runtime, wire, ana);
    await dataOf(runtime.handlers['projects.enter']({ id: projectId }));
    await dataOf(runtime.handlers['bindings.create']({ folder, projectId, routing: { kind: 'song-name' } }));
    await until(() => kindOf(runtime) === 'online');
    const headers = runtime.account()?.client.authenticationHeaders();

    const state = await dataOf(runtime.handlers['session.signOut'](null));
    const pushed = runtime.pushed.length;
    expect(state).toEqual({ kind: 'signed-out', lastServerUrl: wire.url });
    expect(runtime.last('session.changed')).toEqual(state);
    expect(runtime.last('connection.changed')).toMatchObject({ kind: 'signed-out' });
    const me = await fetch(`${server.url}/api/auth/me`, { ...(headers && { headers }) });
    expect(me.status).toBe(401);

    // Meanwhile another client, signed in the same way, compares heads ten times, which is long enough.
    const clockWire = await openWire(server.url);
    const clock = await startRuntime({ realtimeSettings: often });
    await signIn(clock, clockWire, await registerUser(server));
    await until(() => kindOf(clock) === 'online');
    const sent = wire.sent();
    await mkdir(join(folder, 'sub'));
    const from = clockWire.sent();
    await until(() => clockWire.sent() > from + 10);
    expect(wire.sent()).toBe(sent);
    expect(runtime.pushed).toHaveLength(pushed);
    expect(await runtime.handlers['transfers.list'](null)).toMatchObject({ kind: 'signed-out' });
  });

  it('keeps the account’s pending changes', async () => {
    const server = await startServer();
    const [ana, ben] = [await registerUser(server), await registerUser(server)];
    const projectId = await createProject(ana);
    await addMember(ana, ben, projectId);
    const runtime = await startRuntime();
    await signIn(runtime, server, ana);
    await until(() => kindOf(runtime) === 'online');
    await server.stop();
    await until(() => kindOf(runtime) === 'offline');
    const payload = { id: newId(), projectId, name: 'Made on a train' };
    await dataOf(runtime.handlers['commands.run']({ kind: 'vibe.create', payload }));
    await dataOf(runtime.handlers['session.signOut'](null));
    await server.restart();

    await signIn(runtime, server, ben);
    expect(await dataOf(runtime.handlers['outbox.list'](null))).toEqual([]);
    await signIn(runtime, server, ana);
    await until(async () => (await dataOf(runtime.handlers['outbox.list'](null))).length === 0);
    const { body } = await ben.request('GET', `/api/projects/${projectId}`);
    expect(body.vibes).toMatchObject([{ name: 'Made on a train' }]);
  });
});

describe('the window', () => {
  async function signedIn() {
    const server = await startServer();
    const ana = await registerUser(server);
    const runtime = await startRuntime();
    await signIn(runtime, server, ana);
    await until(() => kindOf(runtime) === 'online');
    return { server, ana, runtime };
  }

  it('creates a project that is in the list at once', async () => {
    const { runtime } = await signedIn();
    const payload = { id: newId(), name: 'Summer EP' };
    const answer = await dataOf(runtime.handlers['commands.run']({ kind: 'project.create', payload }));
    expect(answer).toMatchObject({ state: 'confirmed', result: { name: 'Summer EP', role: 'ADMIN' } });
    expect(await dataOf(runtime.handlers['projects.list'](null))).toMatchObject([{ id: payload.id }]);
  });

  it('refuses invalid commands before they are queued', async () => {
    const { runtime } = await signedIn();
    const run = runtime.handlers['commands.run'];
    expect(await run({ kind: 'moon.land', payload: {} })).toMatchObject({ ok: false, kind: 'invalid' });
    expect(await run({ kind: 'vibe.create', payload: { id: 'x', projectId: 'p', name: ' ' } })).toMatchObject(
      {
        kind: 'invalid',
        message: 'name: must not be empty',
      },
    );
    expect(await dataOf(runtime.handlers['outbox.list'](null))).toEqual([]);
  });

  it('invites by link, and accepts by link or bare token', async () => {
    const { server, ana, runtime } = await signedIn();
    const projectId = await createProject(ana);
    for (const take of [
      (invitation: { url: string }) => invitation.url,
      ({ token }: { token: string }) => token,
    ]) {
      const guest = await registerUser(server);
      const invitation = await dataOf(
        runtime.handlers['invitations.create']({ projectId, email: guest.email, role: 'MEMBER' }),
      );
      const theirs = await startRuntime();
      await signIn(theirs, server, guest);
      const link = take(invitation as { url: string; token: string });
      expect(await dataOf(theirs.handlers['invitations.accept']({ link }))).toEqual({ projectId });
      expect(await dataOf(theirs.handlers['projects.list'](null))).toMatchObject([{ id: projectId }]);
      expect(await theirs.handlers['invitations.accept']({ link: 'nonsense' })).toMatchObject({ ok: false });
    }
  });

  it('follows a project in the background while a folder is bound to it', async () => {
    const { ana, runtime } = await signedIn();
    const projectId = await createProject(ana);
    const folder = await temporaryFolder('bounces');
    const binding = await dataOf(
      runtime.handlers['bindings.create']({ folder, projectId, routing: { kind: 'song-name' } }),
    );
    const vibesOf = () =>
      runtime
        .account()
        ?.cache.readProject(projectId)
        ?.vibes.map(({ name }) => name);
    await until(() => vibesOf()?.length === 0);
    await dataOf(runtime.handlers['projects.enter']({ id: projectId }));
    await dataOf(runtime.handlers['projects.leave']({ id: projectId }));
    await ana.command('vibe.create', { id: newId(), projectId, name: 'Heard' });
    await until(() => vibesOf()?.length === 1);

    await dataOf(runtime.handlers['bindings.remove']({ id: binding.id }));
    await until(() => runtime.last('bindings.changed')?.length === 0);
    const heard = runtime.pushed.length;
    await ana.command('vibe.create', { id: newId(), projectId, name: 'Not heard' });
    await dataOf(runtime.handlers['files.storage'](null));
    const later = runtime.pushed.slice(heard);
    expect(later.filter(({ name }) => name === 'realtime.event')).toEqual([]);
    expect(vibesOf()).toEqual(['Heard']);
  });
});
