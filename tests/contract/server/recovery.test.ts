import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { forgottenPasswordSchema } from '../../../protocol/wire/account.ts';
import { errorBodySchema } from '../../../protocol/wire/error.ts';
import { hashToken } from '../../../server/hash-token.ts';
import { startMailServer, tokenIn } from '../../helpers/mail-server.ts';
import {
  connectSocket,
  registerUser,
  request,
  signInAgain,
  startServer,
  type TestServer,
  type TestUser,
} from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

const newPassword = 'four rusty strings';

async function startWithMail() {
  const peer = await startMailServer();
  const server = await startServer({ smtpUrl: peer.url });
  const ada = await registerUser(server, { email: 'ada@example.com' });
  await peer.mailTo(ada.email);
  return { peer, server, ada };
}

const forget = (server: TestServer, email: string) =>
  request(server, 'POST', '/api/auth/forgot-password', { email });
const reset = (server: TestServer, token: string, password = newPassword) =>
  request(server, 'POST', '/api/auth/reset-password', { token, password });
const signIn = async (server: TestServer, { email }: TestUser, password: string) =>
  (await request(server, 'POST', '/api/auth/login', { email, password })).status;

test('a forgotten password is reset by the link in a mail: once, and without signing in', async () => {
  const { peer, server, ada } = await startWithMail();
  const asked = await forget(server, 'ADA@example.com');
  expect(asked.status).toBe(200);
  expect(forgottenPasswordSchema.parse(asked.body)).toStrictEqual({ sendsMail: true });
  const mail = await peer.mailTo(ada.email, 1);
  expect(mail.body).toContain(`\n${server.url}/reset?token=`);
  const answer = await reset(server, tokenIn(mail));
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({});
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(await signIn(server, ada, ada.password)).toBe(401);
  expect(await signIn(server, ada, newPassword)).toBe(200);
  const again = await reset(server, tokenIn(mail), 'another long one');
  expect(again.status).toBe(400);
  expect(errorBodySchema.parse(again.body)).toMatchObject({ kind: 'expired-link' });
  expect(await signIn(server, ada, newPassword)).toBe(200);
});

test('a reset ends every session, and its sockets within a second', async () => {
  const { peer, server, ada } = await startWithMail();
  const laptop = await signInAgain(server, ada, true);
  const sockets = [await connectSocket(server, ada), await connectSocket(server, laptop)];
  await forget(server, ada.email);
  const token = tokenIn(await peer.mailTo(ada.email, 1));
  expect((await reset(server, token)).status).toBe(200);
  const begun = performance.now();
  await until(() => sockets.every(({ disconnected }) => disconnected));
  expect(performance.now() - begun).toBeLessThan(1_000);
  for (const user of [ada, laptop]) {
    expect((await user.request('GET', '/api/auth/me')).status).toBe(401);
    const refreshed = await request(server, 'POST', '/api/auth/refresh', { refreshToken: user.refreshToken });
    expect(refreshed.status).toBe(401);
  }
});

test('a newer link voids the older one', async () => {
  const { peer, server, ada } = await startWithMail();
  await forget(server, ada.email);
  const first = tokenIn(await peer.mailTo(ada.email, 1));
  await forget(server, ada.email);
  const second = tokenIn(await peer.mailTo(ada.email, 2));
  expect((await reset(server, first)).body).toMatchObject({ kind: 'expired-link' });
  expect((await reset(server, second)).status).toBe(200);
});

test('a link is good for an hour', async () => {
  const { peer, server, ada } = await startWithMail();
  await forget(server, ada.email);
  const token = tokenIn(await peer.mailTo(ada.email, 1));
  const expiresAt = await server.database.value("select expiresAt from accountToken where purpose = 'reset'");
  const minutes = (Date.parse(expiresAt) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(59);
  expect(minutes).toBeLessThanOrEqual(60);
  const past = new Date(Date.now() - 1).toISOString();
  await server.database.run('update accountToken set expiresAt = ?', past);
  expect((await reset(server, token)).body).toMatchObject({ kind: 'expired-link', statusCode: 400 });
  expect(await signIn(server, ada, ada.password)).toBe(200);
});

test('a weak password leaves the link good', async () => {
  const { peer, server, ada } = await startWithMail();
  await forget(server, ada.email);
  const token = tokenIn(await peer.mailTo(ada.email, 1));
  for (const weak of ['short', 'password123']) {
    const refused = await reset(server, token, weak);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ kind: 'invalid', error: expect.stringMatching(/^password: /) });
  }
  expect((await reset(server, token)).status).toBe(200);
});

test('simultaneous uses of a link change the password once', async () => {
  const { peer, server, ada } = await startWithMail();
  await forget(server, ada.email);
  const token = tokenIn(await peer.mailTo(ada.email, 1));
  const answers = await Promise.all(Array.from({ length: 5 }, () => reset(server, token)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
});

test('only a hash of a token is stored, and the hash resets nothing', async () => {
  const { peer, server, ada } = await startWithMail();
  await forget(server, ada.email);
  const token = tokenIn(await peer.mailTo(ada.email, 1));
  const rows = (await server.database.rows('select * from accountToken')) as object[];
  const stored = rows.flatMap((row) => Object.values(row));
  expect(stored).toContain(hashToken(token));
  expect(stored).not.toContain(token);
  for (const value of stored) expect((await reset(server, String(value))).status).toBe(400);
});

test('the answer is the same with and without an account, before and after the limit', async () => {
  const { peer, server, ada } = await startWithMail();
  const answersFor = async (email: string) => {
    const answers = [];
    for (let index = 0; index < 11; index += 1) answers.push(await forget(server, email));
    return answers.map(({ status, body }) => ({ status, body }));
  };
  const known = await answersFor(ada.email);
  const unknown = await answersFor('nobody@example.com');
  expect(unknown).toEqual(known);
  expect(known.at(-2)).toMatchObject({ status: 200 });
  expect(known.at(-1)).toMatchObject({ status: 429, body: { kind: 'rate-limited' } });
  await peer.mailTo(ada.email, 10);
  expect(peer.mails.filter(({ to }) => to === 'nobody@example.com')).toEqual([]);
});

test('a mail server that never answers keeps nobody waiting', async () => {
  const peer = await startMailServer({ onConnect: () => {} });
  const server = await startServer({ smtpUrl: peer.url });
  const ada = await registerUser(server);
  const answers = await Promise.all([ada.email, 'nobody@example.com'].map((email) => forget(server, email)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect((await ada.request('GET', '/api/auth/me')).status).toBe(200);
});

test('limits name a time, and one address of the network reaches them for all mailboxes', async () => {
  const server = await startServer();
  const statuses = [];
  for (let index = 0; index < 31; index += 1) {
    const answer = await forget(server, `${index}@example.com`);
    statuses.push(answer.status);
    if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3_000);
  }
  expect(statuses).toEqual([...Array(30).fill(200), 429]);
});

test('without a mail server the answer says so, and nothing is stored', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  expect((await forget(server, ada.email)).body).toEqual({ sendsMail: false });
  await pause(50);
  expect(await server.database.rows('select * from accountToken')).toEqual([]);
});

test.each([
  [{ token: 'x' }],
  [{ password: newPassword }],
  [{ token: { $ne: '' }, password: newPassword }],
  [{ token: 'x'.repeat(201), password: newPassword }],
])('refuses %j with a sentence', async (body) => {
  const server = await startServer();
  const answer = await request(server, 'POST', '/api/auth/reset-password', body);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ kind: 'invalid' });
});
