import { describe, expect, it, vi } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { channelSchemas } from '../../../protocol/ipc/channels.ts';
import { type Browser, openTab, startBrowser, type TestTab } from '../../helpers/browser-client.ts';
import { dataOf, signIn, startRuntime } from '../../helpers/runtime.ts';
import { createProject, registerUser, startServer, type TestUser } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';
import { openWire } from '../main/wire.ts';

const start = (tab: TestTab) => dataOf(tab.handlers['app.start'](null));

async function openSignedIn(server: { url: string }, user: TestUser, browser?: Browser) {
  const tab = openTab(server, browser);
  await start(tab);
  await signInTo(tab, server, user);
  return tab;
}

async function signInTo(tab: TestTab, { url }: { url: string }, { email, password }: TestUser) {
  const login = { serverUrl: url, email, password, rememberMe: true };
  const answer = await tab.handlers['session.signIn'](login);
  expect(answer).toMatchObject({ ok: true, data: { kind: 'signed-in' } });
  await until(() => tab.last('connection.changed')?.kind === 'online');
}

/** Ana's project with a cut, and Ben in it. */
async function band() {
  const server = await startServer();
  const [ana, ben] = [
    await registerUser(server, { name: 'Ana' }),
    await registerUser(server, { name: 'Ben' }),
  ];
  const projectId = await createProject(ana, [ben]);
  const [vibeId, cutId] = [newId(), newId()];
  await ana.command('vibe.create', { id: vibeId, projectId, name: 'Groove' });
  await ana.command('cut.create', { id: cutId, vibeId, name: 'Take 1' });
  return { server, ana, ben, projectId, vibeId, cutId };
}

describe('a page in a browser', () => {
  it('soon shows that it is offline when the network is gone', async () => {
    const { server, ana } = await band();
    const wire = await openWire(server.url);
    const tab = await openSignedIn(wire, ana);
    wire.freeze(true);
    tab.networkChanged();
    const isOffline = () => tab.last('connection.changed')?.kind !== 'online';
    expect(await until(isOffline, { timeoutMilliseconds: 10_000 })).toBe(true);
  });

  it('handles the same channels as the app', async () => {
    const tab = openTab(await startServer());
    expect(Object.keys(tab.handlers).sort()).toEqual(Object.keys(channelSchemas).sort());
  });

  it('reports that it belongs to its server, watches no folders and stores nothing', async () => {
    const server = await startServer();
    const { capabilities, session, suggestedServerUrl } = await start(openTab(server));
    const { hearsCompressed, ...ofTheApp } = capabilities;
    expect(hearsCompressed).toBe(true);
    expect(Object.values(ofTheApp)).not.toContain(true);
    expect(session).toEqual({ kind: 'signed-out', lastServerUrl: server.url });
    expect(suggestedServerUrl).toBe(server.url);
  });

  it('is signed in by the browser’s cookie, in every tab and after every reload, until it signs out', async () => {
    const { server, ana } = await band();
    const browser = startBrowser();
    const first = await openSignedIn(server, ana, browser);
    const second = openTab(server, browser);
    expect((await start(second)).session).toMatchObject({ kind: 'signed-in', account: { name: 'Ana' } });
    expect(JSON.stringify(second.pushed)).not.toContain(browser.cookies.list()[0]?.value);
    await until(() => second.last('connection.changed')?.kind === 'online');
    await dataOf(first.handlers['session.signOut'](null));
    expect(await first.handlers['projects.list'](null)).toMatchObject({ ok: false, kind: 'signed-out' });
    await until(() => /revoked|unauthorised/.test(second.last('connection.changed')?.kind ?? ''));
    expect((await start(openTab(server, browser))).session.kind).toBe('signed-out');
  });

  it('can’t start without its server, and starts once it is reachable', async () => {
    const { server, ana } = await band();
    const browser = startBrowser();
    await openSignedIn(server, ana, browser);
    await server.stop();
    const tab = openTab(server, browser);
    expect(await tab.handlers['app.start'](null)).toMatchObject({ ok: false, kind: 'offline' });
    await server.restart();
    expect((await start(tab)).session.kind).toBe('signed-in');
  });

  it('sends nothing as a person who signed in in another tab meanwhile, and leaves them signed in', async () => {
    const { server, ana, ben, cutId } = await band();
    const browser = startBrowser();
    const anas = await openSignedIn(server, ana, browser);
    await openSignedIn(server, ben, browser);
    const comment = { id: newId(), cutId, text: 'By Ana', timestamp: 1 };
    await anas.handlers['commands.run']({ kind: 'comment.create', payload: comment });
    await until(() => anas.last('connection.changed')?.kind === 'revoked');
    expect(await dataOf(anas.handlers['outbox.list'](null))).toHaveLength(1);
    expect((await ana.request('GET', `/api/cuts/${cutId}/comments`)).body).toEqual([]);
    await dataOf(anas.handlers['session.signOut'](null));
    expect((await start(openTab(server, browser))).session).toMatchObject({ account: { name: 'Ben' } });
  });

  it('keeps a person signed in who signed in while another tab’s renewal was being answered', async () => {
    const { server, ana, ben } = await band();
    const browser = startBrowser();
    const received = vi.spyOn(browser.cookies, 'receive');
    const changes = () => received.mock.calls.filter(([headers]) => headers.getSetCookie().length > 0).length;
    const wait = vi.spyOn(browser, 'alone');
    const wire = await openWire(server.url, { holds: /^POST \/api\/auth\/refresh / });
    const bens = openTab(server, browser);
    await start(bens);
    await openSignedIn(wire, ana, browser);
    await until(wire.hasHeld);
    const waits = wait.mock.calls.length;
    const signingIn = signInTo(bens, server, ben);
    // Without the lock, Ben has signed in and renewed by now.
    await until(() => changes() === 3 || wait.mock.calls.length > waits);
    wire.release();
    await signingIn;
    await until(() => changes() === 4);
    const { session } = await start(openTab(server, browser));
    expect(session).toMatchObject({ account: { name: 'Ben' } });
    expect(bens.last('connection.changed')?.kind).toBe('online');
  });

  it('exchanges changes with the app', async () => {
    const { server, ana, ben, projectId, cutId } = await band();
    const app = await startRuntime();
    await signIn(app, server, ana);
    const tab = await openSignedIn(server, ben);
    for (const { handlers } of [app, tab]) {
      await dataOf(handlers['projects.read']({ id: projectId }));
      await dataOf(handlers['projects.enter']({ id: projectId }));
      await dataOf(handlers['comments.list']({ cutId }));
    }
    const say = (text: string) => ({
      kind: 'comment.create',
      payload: { id: newId(), cutId, text, timestamp: 1 },
    });
    await dataOf(app.handlers['commands.run'](say('from the app')));
    await dataOf(tab.handlers['commands.run'](say('from a browser')));
    for (const { handlers } of [app, tab]) {
      const texts = () =>
        dataOf(handlers['comments.list']({ cutId })).then((list) => list.map(({ text }) => text));
      await until(async () => (await texts()).length === 2);
      expect((await texts()).sort()).toEqual(['from a browser', 'from the app']);
    }
  });

  it('keeps changes pending while the server is away, and sends them when it is back', async () => {
    const { server, ana, projectId } = await band();
    const tab = await openSignedIn(server, ana);
    expect(tab.hasUnsavedWork()).toBe(false);
    await server.stop();
    await until(() => tab.last('connection.changed')?.kind === 'offline');
    const payload = { id: newId(), projectId, name: 'Made offline' };
    const answer = await dataOf(tab.handlers['commands.run']({ kind: 'vibe.create', payload }));
    expect(answer.state).toBe('queued');
    expect(tab.hasUnsavedWork()).toBe(true);
    await server.restart();
    await until(() => !tab.hasUnsavedWork());
    const { body } = await ana.request('GET', `/api/projects/${projectId}`);
    expect(body.vibes.map(({ name }: { name: string }) => name)).toContain('Made offline');
  });

  it('stores settings in the browser, for each account', async () => {
    const { server, ana, ben } = await band();
    const browser = startBrowser();
    // As people do: they sign out before someone else signs in.
    const inTab = async <Value>(user: TestUser, use: (tab: TestTab) => Promise<Value>) => {
      const tab = await openSignedIn(server, user, browser);
      const value = await use(tab);
      await dataOf(tab.handlers['session.signOut'](null));
      return value;
    };
    const isQuiet = async (tab: TestTab) => (await dataOf(tab.handlers['settings.read'](null))).isQuiet;
    await inTab(ana, (tab) => dataOf(tab.handlers['settings.update']({ isQuiet: true })));
    expect(await inTab(ben, isQuiet)).toBe(false);
    expect(await inTab(ana, isQuiet)).toBe(true);
    expect(await inTab(ben, isQuiet)).toBe(false);
  });
});
