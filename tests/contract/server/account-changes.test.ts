import { expect, test } from 'vitest';
import { changedEmailSchema } from '../../../protocol/wire/account.ts';
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
const newEmail = 'ada.new@example.com';

const signIn = async (server: TestServer, email: string, password: string) =>
  (await request(server, 'POST', '/api/auth/login', { email, password })).status;
const changePassword = (user: TestUser, currentPassword: string, password = newPassword) =>
  user.request('POST', '/api/auth/change-password', { currentPassword, password });
const changeEmail = (user: TestUser, email = newEmail, currentPassword = user.password) =>
  user.request('POST', '/api/auth/change-email', { currentPassword, email });
const factsOf = async (user: TestUser) => (await user.request('GET', '/api/auth/account')).body;
const verify = (server: TestServer, token: string) =>
  request(server, 'POST', '/api/auth/verify-email', { token });

async function startWithMail() {
  const peer = await startMailServer();
  const server = await startServer({ smtpUrl: peer.url });
  const ada = await registerUser(server, { email: 'ada@example.com' });
  expect((await verify(server, tokenIn(await peer.mailTo(ada.email)))).status).toBe(200);
  return { peer, server, ada };
}

test('the password is changed with the current one, and all other sessions end', async () => {
  const { peer, server, ada } = await startWithMail();
  const laptop = await signInAgain(server, ada);
  const [own, other] = [await connectSocket(server, ada), await connectSocket(server, laptop)];
  expect((await changePassword(ada, ada.password)).status).toBe(200);
  await until(() => other.disconnected);
  expect(own.connected).toBe(true);
  expect((await laptop.request('GET', '/api/auth/me')).status).toBe(401);
  expect((await ada.request('GET', '/api/auth/me')).status).toBe(200);
  expect(await signIn(server, ada.email, ada.password)).toBe(401);
  expect(await signIn(server, ada.email, newPassword)).toBe(200);
  expect((await peer.mailTo(ada.email, 1)).subject).toBe('Your BandMate password was changed');
});

test('a wrong current password changes nothing, keeps the session, and guesses are slowed down', async () => {
  const server = await startServer({ maximumFailedLogins: 2 });
  const ada = await registerUser(server);
  const answers = await Promise.all(Array.from({ length: 8 }, () => changePassword(ada, 'wrong horse')));
  const statuses = new Set(answers.map(({ status }) => status));
  expect(statuses).toEqual(new Set([403, 429]));
  const wrong = answers.find(({ status }) => status === 403);
  expect(wrong?.body).toMatchObject({
    kind: 'forbidden',
    error: expect.stringMatching(/^currentPassword: /),
  });
  expect((await ada.request('GET', '/api/auth/me')).status).toBe(200);
});

test.each(['short', 'password123'])('the new password %s is refused', async (password) => {
  const server = await startServer();
  const ada = await registerUser(server);
  const answer = await changePassword(ada, ada.password, password);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ kind: 'invalid', error: expect.stringMatching(/^password: /) });
});

test('a changed password voids the links that were sent before', async () => {
  const { peer, server, ada } = await startWithMail();
  await request(server, 'POST', '/api/auth/forgot-password', { email: ada.email });
  const token = tokenIn(await peer.mailTo(ada.email, 1));
  await changePassword(ada, ada.password);
  const body = { token, password: 'five rusty strings' };
  expect((await request(server, 'POST', '/api/auth/reset-password', body)).body.kind).toBe('expired-link');
});

test('the email changes once the link sent to the new one is opened, and the old one is told', async () => {
  const { peer, server, ada } = await startWithMail();
  const answer = await changeEmail(ada, 'Ada.New@example.com');
  expect(answer.status).toBe(200);
  expect(changedEmailSchema.parse(answer.body)).toStrictEqual({ isPending: true });
  expect(await factsOf(ada)).toMatchObject({ email: ada.email, pendingEmail: newEmail });
  expect((await peer.mailTo(ada.email, 1)).subject).toBe('Your BandMate email is about to change');
  const token = tokenIn(await peer.mailTo(newEmail));
  expect(await signIn(server, newEmail, ada.password)).toBe(401);
  expect((await verify(server, token)).status).toBe(200);
  expect(await factsOf(ada)).toMatchObject({ email: newEmail, emailVerified: true, pendingEmail: null });
  expect(await signIn(server, newEmail, ada.password)).toBe(200);
  expect(await signIn(server, ada.email, ada.password)).toBe(401);
});

test('a link to reset the password that the former address got is void', async () => {
  const { peer, server, ada } = await startWithMail();
  await changeEmail(ada);
  await request(server, 'POST', '/api/auth/forgot-password', { email: ada.email });
  const reset = await until(() => peer.mails.find(({ subject }) => /^Reset/.test(subject)));
  await verify(server, tokenIn(await peer.mailTo(newEmail)));
  const body = { token: tokenIn(reset), password: newPassword };
  expect((await request(server, 'POST', '/api/auth/reset-password', body)).body.kind).toBe('expired-link');
});

test('whether another account has the new address shows nowhere, and its owner is told', async () => {
  const { peer, server, ada } = await startWithMail();
  const ben = await registerUser(server, { email: 'ben@example.com' });
  await verify(server, tokenIn(await peer.mailTo(ben.email)));
  const seen = async (email: string) => ({
    answer: (await changeEmail(ada, email)).body,
    facts: { ...(await factsOf(ada)), pendingEmail: (await factsOf(ada)).pendingEmail === email },
  });
  expect(await seen(ben.email)).toEqual(await seen('nobody@example.com'));
  const told = await peer.mailTo(ben.email, 1);
  expect(told.subject).toBe('This email already has a BandMate account');
  expect(told.body).not.toContain('token=');
});

test('a wrong password changes no email', async () => {
  const { peer, ada } = await startWithMail();
  expect((await changeEmail(ada, newEmail, 'wrong horse')).status).toBe(403);
  expect(await factsOf(ada)).toMatchObject({ pendingEmail: null });
  expect(peer.mails.filter(({ to }) => to === newEmail)).toEqual([]);
});

test('without a mail server the email changes at once, unconfirmed, unless it is taken', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  const ben = await registerUser(server);
  expect((await changeEmail(ada, ben.email)).body).toMatchObject({ kind: 'conflict', statusCode: 409 });
  expect((await changeEmail(ada)).body).toEqual({ isPending: false });
  expect(await factsOf(ada)).toMatchObject({ email: newEmail, emailVerified: false, pendingEmail: null });
  expect(await signIn(server, newEmail, ada.password)).toBe(200);
});

test('every change is in the audit log, with neither passwords nor tokens', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  await changePassword(ada, 'wrong horse');
  await changePassword(ada, ada.password);
  await changeEmail(ada, newEmail, newPassword);
  const entries = () => server.database.rows<{ kind: string; actor: string }>('select * from auditEntry');
  await until(async () => (await entries()).length === 4);
  expect(new Set((await entries()).map(({ kind }) => kind))).toEqual(
    new Set(['sign-up', 'password.failed', 'password.changed', 'email.changed']),
  );
  for (const secret of [ada.password, newPassword])
    expect(JSON.stringify(await entries())).not.toContain(secret);
});
