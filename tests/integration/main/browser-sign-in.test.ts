import { expect, test } from 'vitest';
import type { BrowserAnswer } from '../../../main/session/browser-sign-in.ts';
import { noDesktop } from '../../helpers/no-desktop.ts';
import { dataOf, startRuntime } from '../../helpers/runtime.ts';
import { registerUser, request, startServer, type TestServer, type TestUser } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

/** An app that has opened a browser to sign in; `opened` is the address. */
async function openBrowser(server: TestServer, provider: string | null = null) {
  const opened = Promise.withResolvers<URL>();
  const runtime = await startRuntime({
    actions: {
      ...noDesktop,
      async openInBrowser(address) {
        opened.resolve(address);
        return true;
      },
    },
  });
  const signingIn = runtime.handlers['session.signInWith']({
    serverUrl: server.url,
    provider,
    returnTo: '/',
  });
  const address = await opened.promise;
  const place = provider === null ? address.pathname : (address.searchParams.get('return') ?? '');
  const [, challenge = '', state = '', port = ''] =
    /^\/sign-in\/desktop\/([\w-]+)\/([\w-]+)\/(\d+)$/.exec(place) ?? [];
  const route = { challenge, state, port };
  const call = (query: BrowserAnswer, headers: Record<string, string> = {}, method = 'GET') =>
    request(
      { url: `http://127.0.0.1:${route.port}` },
      method,
      `/?${new URLSearchParams(query)}`,
      undefined,
      headers,
    );
  return { runtime, signingIn, address, route, call };
}

const codeOf = async (person: TestUser, { challenge }: { challenge: string }) =>
  String((await person.request('POST', '/api/auth/desktop/code', { challenge })).body.code);

test('the system’s browser signs the app in, and is led to a page that says so', async () => {
  const server = await startServer();
  const ana = await registerUser(server, { name: 'Ana' });
  const { runtime, signingIn, address, route, call } = await openBrowser(server);
  expect(address.origin).toBe(server.url);
  const answer = await call({ code: await codeOf(ana, route), state: route.state });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${server.url}/#/sign-in/done`);
  expect(await dataOf(signingIn)).toMatchObject({ kind: 'signed-in', account: { name: 'Ana' } });
  await until(() => runtime.last('connection.changed')?.kind === 'online');
});

test('a provider comes back to the same place', async () => {
  const server = await startServer();
  const { address, runtime, signingIn } = await openBrowser(server, 'google');
  expect(address.pathname).toBe('/api/auth/google');
  await runtime.handlers['session.stopWaiting'](null);
  expect(await signingIn).toMatchObject({ ok: false, message: 'Signing in was cancelled.' });
});

test('a wrong state, another name and another method bring nothing, and the app goes on waiting', async () => {
  const server = await startServer();
  const [ana, eve] = [await registerUser(server), await registerUser(server)];
  const { signingIn, route, call } = await openBrowser(server);
  const code = await codeOf(eve, route);
  const { state } = route;
  const wrong = `${state.slice(0, -1)}${state.endsWith('A') ? 'Q' : 'A'}`;
  expect((await call({ code, state: wrong })).status).toBe(400);
  expect((await call({ code, state: '' })).status).toBe(400);
  expect((await call({ code, state }, { host: `evil.example:${route.port}` })).status).toBe(400);
  expect((await call({ code, state }, {}, 'POST')).status).toBe(400);
  const right = await call({ code: await codeOf(ana, route), state });
  expect(right.status).toBe(303);
  expect(await dataOf(signingIn)).toMatchObject({ account: { id: ana.account.id } });
});

test('a code for another challenge signs nobody in, and the browser says so', async () => {
  const server = await startServer();
  const eve = await registerUser(server);
  const { signingIn, route, call } = await openBrowser(server);
  const code = await codeOf(eve, { challenge: 'c'.repeat(43) });
  expect((await call({ code, state: route.state })).status).toBe(400);
  expect(await signingIn).toMatchObject({ ok: false, kind: 'unauthorised' });
});

test('a link brings the answer where no port can be reached', async () => {
  const server = await startServer();
  const ana = await registerUser(server);
  const { runtime, signingIn, route } = await openBrowser(server);
  const code = await codeOf(ana, route);
  runtime.receiveSignIn({ code, state: 'another state' });
  runtime.receiveSignIn({ code, state: route.state });
  expect(await dataOf(signingIn)).toMatchObject({ account: { id: ana.account.id } });
  // It waits for nothing now.
  runtime.receiveSignIn({ code, state: route.state });
});
