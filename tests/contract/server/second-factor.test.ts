import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { signedInSchema } from '../../../protocol/wire/user.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createTestBrowser, startProvider } from '../../helpers/oidc.ts';
import { cookieOf, registerUser, request, startServer, type TestServer } from '../../helpers/server.ts';

const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

/** Ana, with the second factor on. */
async function scene(server?: TestServer) {
  const running = server ?? (await startServer());
  const ana = await registerUser(running);
  const begun = await ana.request('POST', '/api/auth/second-factor');
  const secret = String(begun.body.secret);
  const confirmed = await ana.request('POST', '/api/auth/second-factor/confirm', { code: codeOf(secret) });
  const recoveryCodes: string[] = confirmed.body.recoveryCodes;
  /** A code that was not used yet. */
  const freshCode = async () => {
    await running.database.run('update secondFactor set lastStep = 0');
    return codeOf(secret);
  };
  const login = (password = ana.password) =>
    request(running, 'POST', '/api/auth/login', { email: ana.email, password, rememberMe: true });
  const step = (challenge: string, code: string) =>
    request(running, 'POST', '/api/auth/login/second-factor', { challenge, code });
  return { server: running, ana, secret, recoveryCodes, freshCode, login, step };
}

test('a right password is answered with a challenge, and a code completes the sign-in', async () => {
  const { server, ana, freshCode, login, step } = await scene();
  const first = await login();
  expect(first).toMatchObject({
    status: 401,
    body: { kind: 'second-factor', error: expect.stringContaining('code'), challenge: expect.any(String) },
  });
  expect(first.headers.getSetCookie()).toEqual([]);
  // Only Ana's own session is there.
  expect(await server.readSessions()).toHaveLength(1);
  const second = await step(first.body.challenge, await freshCode());
  expect(second.status).toBe(200);
  expect(signedInSchema.parse(second.body)).toStrictEqual(second.body);
  expect(second.headers.getSetCookie()[0]).toContain('Max-Age=2592000');
  const cookie = cookieOf(second.headers);
  const me = await request(server, 'GET', '/api/auth/me', undefined, { cookie });
  expect(me.body.id).toBe(ana.account.id);
});

test('a wrong password is answered as without a second factor', async () => {
  const { login } = await scene();
  expect(await login('wrong password')).toMatchObject({ status: 401, body: { kind: 'unauthorised' } });
});

test('neither a code nor a challenge is good twice', async () => {
  const { freshCode, login, step } = await scene();
  const code = await freshCode();
  const { challenge } = (await login()).body;
  expect((await step(challenge, code)).status).toBe(200);
  expect(await step(challenge, await freshCode())).toMatchObject({
    status: 401,
    body: { kind: 'unauthorised' },
  });
  const other = await step((await login()).body.challenge, await freshCode());
  expect(other.status).toBe(200);
  const used = await freshCode();
  expect((await step((await login()).body.challenge, used)).status).toBe(200);
  expect(await step((await login()).body.challenge, used)).toMatchObject({
    status: 401,
    body: { kind: 'second-factor', challenge: expect.any(String) },
  });
});

test('a wrong code brings a new challenge, and an expired one ends the sign-in', async () => {
  const { server, freshCode, login, step } = await scene();
  const wrong = await step((await login()).body.challenge, '000000');
  expect(wrong).toMatchObject({ status: 401, body: { kind: 'second-factor' } });
  expect((await step(wrong.body.challenge, await freshCode())).status).toBe(200);
  const { challenge } = (await login()).body;
  await server.database.run('update verification set expiresAt = ?', new Date(Date.now() - 1).toISOString());
  expect(await step(challenge, await freshCode())).toMatchObject({
    status: 401,
    body: { kind: 'unauthorised' },
  });
});

test('guesses become rare, from wherever they come', async () => {
  const { login, step } = await scene();
  const { challenge: first } = (await login()).body;
  let challenge = first;
  const statuses: number[] = [];
  for (let guess = 0; guess < 7 && challenge; guess += 1) {
    const answer = await step(challenge, '000000');
    statuses.push(answer.status);
    challenge = answer.body.challenge;
    if (answer.status === 429) expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  }
  expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
  expect(statuses.at(-1)).toBe(429);
});

test('a recovery code signs in once, however it is typed', async () => {
  const { ana, recoveryCodes, login, step } = await scene();
  expect(recoveryCodes).toHaveLength(10);
  const [code = ''] = recoveryCodes;
  const typed = code.replaceAll('-', ' ').toUpperCase();
  expect((await step((await login()).body.challenge, typed)).status).toBe(200);
  expect((await step((await login()).body.challenge, code)).status).toBe(401);
  const read = await ana.request('GET', '/api/auth/second-factor');
  expect(read.body).toEqual({ isOn: true, recoveryCodesLeft: 9 });
});

test('renewing recovery codes and turning it off need a code', async () => {
  const { ana, recoveryCodes, freshCode, login } = await scene();
  const wrong = await ana.request('POST', '/api/auth/second-factor/off', { code: '000000' });
  expect(wrong).toMatchObject({ status: 400, body: { error: expect.stringContaining('wrong') } });
  const renewed = await ana.request('POST', '/api/auth/second-factor/codes', { code: await freshCode() });
  expect(renewed.body.recoveryCodes).toHaveLength(10);
  expect(renewed.body.recoveryCodes).not.toContain(recoveryCodes[0]);
  const old = await ana.request('POST', '/api/auth/second-factor/off', { code: recoveryCodes[0] });
  expect(old.status).toBe(400);
  const off = { code: renewed.body.recoveryCodes[0] };
  expect((await ana.request('POST', '/api/auth/second-factor/off', off)).status).toBe(200);
  expect((await login()).status).toBe(200);
});

test('it is on only once a first code was right, and can’t be begun again then', async () => {
  const server = await startServer();
  const ben = await registerUser(server);
  await ben.request('POST', '/api/auth/second-factor');
  const wrong = await ben.request('POST', '/api/auth/second-factor/confirm', { code: '000000' });
  expect(wrong.status).toBe(400);
  expect((await ben.request('GET', '/api/auth/second-factor')).body.isOn).toBe(false);
  const { ana } = await scene(server);
  expect((await ana.request('POST', '/api/auth/second-factor')).status).toBe(409);
});

test('a sign-in with a provider needs the code too', async () => {
  const provider = await startProvider();
  disposeLater(provider.stop);
  const server = await startServer({ providers: [provider.config] });
  const { ana, freshCode, step } = await scene(server);
  const redirectUris = [`${server.url}/api/auth/google/callback`];
  await provider.control({ redirectUris, user: { sub: 'a', email: ana.email, email_verified: true } });
  await server.database.run('update user set emailVerified = 1');
  const browser = createTestBrowser();
  const { address } = await browser.go(`${server.url}/api/auth/google?return=/settings`);
  const [, challenge = '', place] = /#\/sign-in\/code\/([\w-]+)\/(.+)$/.exec(address) ?? [];
  expect(place).toBe('%2Fsettings');
  expect(await server.readSessions()).toHaveLength(1);
  expect((await step(challenge, await freshCode())).status).toBe(200);
});

test('neither the secret nor recovery codes are stored readably, and each act is in the audit log', async () => {
  const { server, ana, secret, recoveryCodes, freshCode } = await scene();
  await ana.request('POST', '/api/auth/second-factor/off', { code: recoveryCodes[1] });
  await ana.request('POST', '/api/auth/second-factor/off', { code: await freshCode() });
  const again = await ana.request('POST', '/api/auth/second-factor');
  const stored = JSON.stringify([
    await server.database.rows('select * from secondFactor'),
    await server.database.rows('select * from recoveryCode'),
  ]);
  for (const hidden of [secret, again.body.secret, ...recoveryCodes]) expect(stored).not.toContain(hidden);
  const kinds = await server.database.values(
    "select kind from auditEntry where kind like 'second-factor%' order by number",
  );
  expect(kinds).toEqual(['second-factor.on', 'second-factor.recovered', 'second-factor.off']);
});

test('the operator turns it off for someone who lost it, and the password is still needed', async () => {
  const { server, ana, login } = await scene();
  await server.database.run("update user set role = 'ADMIN'");
  const path = `/api/admin/users/${ana.email}/remove-second-factor`;
  expect((await ana.request('POST', path, {})).status).toBe(200);
  expect((await login()).status).toBe(200);
  expect((await login('not this one')).status).toBe(401);
});
