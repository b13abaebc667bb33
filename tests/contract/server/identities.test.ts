import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../../common/new-id.ts';
import { signInProviderListSchema, waysInSchema } from '../../../protocol/wire/identity.ts';
import type { ServerConfig } from '../../../server/config.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import {
  createTestBrowser,
  type ProviderUser,
  startProvider,
  type TestProvider,
} from '../../helpers/oidc.ts';
import {
  connectSocket,
  createProject,
  registerUser,
  request,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.stop());

const cy = { sub: 'cy', email: 'cy@example.com', email_verified: true, name: 'Cy' };

async function start(user: ProviderUser = cy, config: Partial<ServerConfig> = {}): Promise<TestServer> {
  const server = await startServer({ providers: [provider.config], ...config });
  const redirectUris = [`${server.url}/api/auth/google/callback`];
  await provider.control({ redirectUris, user, isRefusing: false, codeSeconds: 60 });
  return server;
}

const me = (server: TestServer, cookie: string) =>
  request(server, 'GET', '/api/auth/me', undefined, { cookie });

const isCallback = (address: string) => new URL(address).pathname === '/api/auth/google/callback';

const verify = (server: TestServer, { email }: { email: string }) =>
  server.database.run('update user set emailVerified = 1 where email = ?', email);

/** Begins connecting as the signed-in person, in a browser with their cookie. */
async function beginLink(server: TestServer, person: TestUser) {
  const browser = createTestBrowser();
  const begun = await person.request('POST', '/api/auth/identities/google');
  browser.setCookie(server.url, person.cookie);
  browser.setCookie(
    server.url,
    begun.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; '),
  );
  return { browser, url: String(begun.body.url) };
}

test('makes an account, whose cookie opens HTTP and Socket.IO right after the redirect', async () => {
  const server = await start();
  const browser = createTestBrowser();
  const { address } = await browser.go(`${server.url}/api/auth/google`);
  expect(address).toBe(`${server.url}/#/`);
  const cookie = browser.cookie(server.url);
  expect((await me(server, cookie)).body).toMatchObject({ email: cy.email, name: 'Cy', role: 'MEMBER' });
  const socket = await connectSocket(server, { cookie });
  expect(socket.connected).toBe(true);
  // A page gets no refresh token, and the flow's cookie is gone.
  expect(await server.readSessions()).toMatchObject([{ refreshTokenHash: null }]);
  expect(cookie).not.toContain('identity');
});

test('signs the same person in again, tells their other devices, and keeps no token of the provider', async () => {
  const server = await start();
  const first = createTestBrowser();
  await first.go(`${server.url}/api/auth/google`);
  const heard: unknown[] = [];
  const socket = await connectSocket(server, { cookie: first.cookie(server.url) });
  const announced = new Promise((resolve) => socket.once('session:started', resolve));
  socket.on('session:started', (payload) => heard.push(payload));
  const second = createTestBrowser();
  // The email may have changed since: the subject decides.
  await provider.control({ user: { ...cy, email: 'new@example.com' } });
  await second.go(`${server.url}/api/auth/google`);
  await announced;
  const accounts = await Promise.all(
    [first, second].map(async (browser) => (await me(server, browser.cookie(server.url))).body.id),
  );
  expect(accounts[0]).toBe(accounts[1]);
  const rows = await server.database.rows(
    'select accessToken, refreshToken, idToken, scope, password from account',
  );
  expect(rows).toEqual([
    { accessToken: null, refreshToken: null, idToken: null, scope: null, password: null },
  ]);
});

test('connects an account with the same email if both sides have verified it', async () => {
  const server = await start();
  const person = await registerUser(server, { email: cy.email });
  const browser = createTestBrowser();
  const refused = await browser.go(`${server.url}/api/auth/google`);
  expect(refused.status).toBe(403);
  expect(refused.body).toContain('Sign in with its password');
  expect((await me(server, browser.cookie(server.url))).status).toBe(401);

  await verify(server, person);
  await browser.go(`${server.url}/api/auth/google`);
  expect((await me(server, browser.cookie(server.url))).body.id).toBe(person.account.id);
});

test('refuses an email that the provider has not verified', async () => {
  const server = await start({ ...cy, email_verified: false });
  const browser = createTestBrowser();
  const refused = await browser.go(`${server.url}/api/auth/google`);
  expect(refused.status).toBe(403);
  expect(refused.body).toContain('Verify your email at Google');
  expect(await server.readSessions()).toEqual([]);
});

test('a signed-in person connects and disconnects an identity, but never the last way in', async () => {
  const server = await start({ ...cy, email: 'other@example.com', email_verified: false });
  const person = await registerUser(server);
  const { browser, url } = await beginLink(server, person);
  expect((await browser.go(url)).address).toBe(`${server.url}/#/settings`);
  const ways = waysInSchema.parse((await person.request('GET', '/api/auth/identities')).body);
  expect(ways).toMatchObject({
    hasPassword: true,
    providers: [{ name: 'google', linkedAt: expect.any(String) }],
  });

  const signedIn = createTestBrowser();
  await signedIn.go(`${server.url}/api/auth/google`);
  expect((await me(server, signedIn.cookie(server.url))).body.id).toBe(person.account.id);

  expect((await person.request('DELETE', '/api/auth/identities/google')).status).toBe(200);
  expect((await person.request('DELETE', '/api/auth/identities/google')).status).toBe(404);

  await provider.control({ user: { ...cy, sub: 'only' } });
  const only = createTestBrowser();
  await only.go(`${server.url}/api/auth/google`);
  const cookie = only.cookie(server.url);
  const last = await request(server, 'DELETE', '/api/auth/identities/google', undefined, { cookie });
  expect(last).toMatchObject({
    status: 409,
    body: { error: expect.stringContaining('only way to sign in') },
  });
});

test('an identity of one account is never connected to a second one', async () => {
  const server = await start();
  await createTestBrowser().go(`${server.url}/api/auth/google`);
  const ben = await registerUser(server);
  const { browser, url } = await beginLink(server, ben);
  const refused = await browser.go(url);
  expect(refused.status).toBe(409);
  expect(refused.body).toContain('belongs to someone else');
  const ways = await ben.request('GET', '/api/auth/identities');
  expect(ways.body.providers).toMatchObject([{ linkedAt: null }]);
});

test('a second identity of a provider doesn’t sign in to the account by its email', async () => {
  const server = await start();
  await createTestBrowser().go(`${server.url}/api/auth/google`);
  await provider.control({ user: { ...cy, sub: 'impostor' } });
  const browser = createTestBrowser();
  const refused = await browser.go(`${server.url}/api/auth/google`);
  expect(refused.status).toBe(409);
  expect((await me(server, browser.cookie(server.url))).status).toBe(401);
});

test('connecting ends if someone else has signed in meanwhile', async () => {
  const server = await start();
  const [ana, ben] = [await registerUser(server), await registerUser(server)];
  const { browser, url } = await beginLink(server, ana);
  browser.setCookie(server.url, ben.cookie);
  expect((await browser.go(url)).status).toBe(401);
  for (const person of [ana, ben]) {
    const ways = await person.request('GET', '/api/auth/identities');
    expect(ways.body.providers).toMatchObject([{ linkedAt: null }]);
  }
});

test('refuses a wrong state, a missing or changed cookie, and another browser', async () => {
  const server = await start();
  const browser = createTestBrowser();
  const { address } = await browser.go(`${server.url}/api/auth/google`, isCallback);
  const wrong = new URL(address);
  wrong.searchParams.set('state', 'x'.repeat(43));
  const cookie = browser.cookie(server.url);
  const changed = `${cookie.slice(0, -4)}AAAA`;
  for (const [place, sent] of [
    [wrong.href, cookie],
    [address, ''],
    [address, changed],
    [address, 'bandmate.identity=%%%'],
  ] as const) {
    const path = place.slice(server.url.length);
    const refused = await request(server, 'GET', path, undefined, { cookie: sent });
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('choose Google again');
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'");
  }
  expect(await server.readSessions()).toEqual([]);
});

test('a callback that is repeated, or comes too late, signs nobody in', async () => {
  const server = await start();
  const browser = createTestBrowser();
  const { address } = await browser.go(`${server.url}/api/auth/google`, isCallback);
  const cookie = browser.cookie(server.url);
  const path = address.slice(server.url.length);
  const first = await request(server, 'GET', path, undefined, { cookie });
  expect(first.status).toBe(303);
  const again = await request(server, 'GET', path, undefined, { cookie });
  expect(again).toMatchObject({ status: 400, body: expect.stringContaining('already used') });
  expect(await server.readSessions()).toHaveLength(1);

  await provider.control({ codeSeconds: 1 });
  const late = await browser.go(`${server.url}/api/auth/google`, isCallback);
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  expect((await browser.go(late.address)).status).toBe(400);
  expect(await server.readSessions()).toHaveLength(1);
});

test('a person who says no at the provider is told so', async () => {
  const server = await start();
  await provider.control({ isRefusing: true });
  const refused = await createTestBrowser().go(`${server.url}/api/auth/google`);
  expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('sign in another way') });
});

test('leads back to a place of its own page and nowhere else', async () => {
  const server = await start();
  const endOf = async (asked: string, headers: Record<string, string> = {}) => {
    const browser = createTestBrowser();
    const path = `/api/auth/google?return=${encodeURIComponent(asked)}`;
    const begun = await request(server, 'GET', path, undefined, headers);
    const [cookie = ''] = begun.headers.getSetCookie();
    browser.setCookie(server.url, cookie.split(';')[0] ?? '');
    const { searchParams } = new URL(begun.headers.get('location') ?? '');
    expect(searchParams.get('redirect_uri')).toBe(`${server.url}/api/auth/google/callback`);
    return (await browser.go(begun.headers.get('location') ?? '')).address;
  };
  expect(await endOf('/invite/abc-DEF_1')).toBe(`${server.url}/#/invite/abc-DEF_1`);
  expect(await endOf('/join/abc-DEF_1')).toBe(`${server.url}/#/join/abc-DEF_1`);
  for (const hostile of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil',
    'javascript:alert(1)',
    '/invite/<b>',
  ]) {
    expect(await endOf(hostile)).toBe(`${server.url}/#/`);
  }
  expect(await endOf('/', { host: 'evil.example' })).toBe(`${server.url}/#/`);
});

test('the provider refuses to send its code to another address', async () => {
  const server = await start();
  const begun = await request(server, 'GET', '/api/auth/google');
  const foreign = new URL(begun.headers.get('location') ?? '');
  foreign.searchParams.set('redirect_uri', 'http://127.0.0.1:9/callback');
  const refused = await createTestBrowser().go(foreign.href);
  expect(refused.status).toBe(400);
  expect(new URL(refused.address).origin).toBe(foreign.origin);
});

test('a provider that is down, or hangs, gets a page soon, and everything else works', async () => {
  const held = new Set<net.Socket>();
  const hanging = net.createServer((socket) => held.add(socket));
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
  disposeLater(() => {
    for (const socket of held) socket.destroy();
    hanging.close();
  });
  const { port } = hanging.address() as net.AddressInfo;
  const at = (name: string, issuer: string) => ({ ...provider.config, name, label: 'Studio', issuer });
  const server = await startServer({
    providers: [at('down', 'http://127.0.0.1:9'), at('hangs', `http://127.0.0.1:${port}`)],
    providerMilliseconds: 300,
  });
  for (const name of ['down', 'hangs']) {
    const answer = await request(server, 'GET', `/api/auth/${name}`);
    expect(answer).toMatchObject({ status: 503, body: expect.stringContaining('Studio didn’t answer') });
    expect(answer.headers.get('retry-after')).toBe('30');
  }
  await registerUser(server);
});

test('a provider that is down between the redirects gets a page too', async () => {
  const own = await startProvider();
  disposeLater(own.stop);
  const server = await startServer({ providers: [own.config] });
  await own.control({ redirectUris: [`${server.url}/api/auth/google/callback`], user: cy });
  const browser = createTestBrowser();
  const { address } = await browser.go(`${server.url}/api/auth/google`, isCallback);
  await own.stop();
  const answer = await browser.go(address);
  expect(answer).toMatchObject({ status: 503, body: expect.stringContaining('didn’t answer') });
});

test('new accounts are limited as registrations are', async () => {
  const server = await start(cy, { maximumRegistrations: 1 });
  await createTestBrowser().go(`${server.url}/api/auth/google`);
  await provider.control({ user: { ...cy, sub: 'dee', email: 'dee@example.com' } });
  const refused = await createTestBrowser().go(`${server.url}/api/auth/google`);
  expect(refused).toMatchObject({ status: 429, body: expect.stringContaining('Try again in an hour') });
  expect(await server.readSessions()).toHaveLength(1);
});

test('a new account needs an invitation where registration does', async () => {
  const server = await start(cy, { registration: 'invitation' });
  const refused = await createTestBrowser().go(`${server.url}/api/auth/google`);
  expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('link in your invitation') });
  expect(await server.readSessions()).toEqual([]);

  await server.restart({ registration: 'open' });
  const ana = await registerUser(server);
  const projectId = await createProject(ana);
  const invited = { id: newId(), projectId, email: cy.email, role: 'MEMBER' } as const;
  const { token } = await ana.command('project.invite', invited);
  await server.restart({ registration: 'invitation' });
  const browser = createTestBrowser();
  await browser.go(`${server.url}/api/auth/google?return=/join/${token}`);
  expect((await me(server, browser.cookie(server.url))).body.email).toBe(cy.email);
});

test('a disabled account isn’t signed in to', async () => {
  const server = await start();
  await createTestBrowser().go(`${server.url}/api/auth/google`);
  await server.database.run('update user set disabledAt = ?', new Date().toISOString());
  await server.database.run('delete from session');
  const refused = await createTestBrowser().go(`${server.url}/api/auth/google`);
  expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('This account is disabled') });
  expect(await server.readSessions()).toEqual([]);
});

test('the audit log has each sign-in, connection and disconnection', async () => {
  const server = await start({ ...cy, sub: 'audited', email: 'audited@example.com' });
  const person = await registerUser(server);
  const { browser, url } = await beginLink(server, person);
  await browser.go(url);
  await createTestBrowser().go(`${server.url}/api/auth/google`);
  await person.request('DELETE', '/api/auth/identities/google');
  const kinds = await server.database.rows('select kind, detail from auditEntry order by number');
  expect(kinds).toEqual([
    { kind: 'sign-up', detail: null },
    { kind: 'identity.linked', detail: 'google' },
    { kind: 'sign-in', detail: 'with google' },
    { kind: 'identity.unlinked', detail: 'google' },
  ]);
});

test('lists its providers to everyone, and knows no others', async () => {
  const server = await start();
  const list = await request(server, 'GET', '/api/auth/providers');
  expect(signInProviderListSchema.parse(list.body)).toEqual([{ name: 'google', label: 'Google' }]);
  expect((await request(server, 'GET', '/api/auth/elsewhere')).status).toBe(404);
  expect((await request(server, 'GET', '/api/auth/elsewhere/callback')).status).toBe(404);
  expect((await request(server, 'POST', '/api/auth/identities/google')).status).toBe(401);
});
