import { expect, test } from 'vitest';
import { accountFactsSchema } from '../../../protocol/wire/account.ts';
import { startMailServer, tokenIn } from '../../helpers/mail-server.ts';
import { registerUser, request, startServer, type TestServer, type TestUser } from '../../helpers/server.ts';

const verify = (server: TestServer, token: string) =>
  request(server, 'POST', '/api/auth/verify-email', { token });

async function factsOf(user: TestUser) {
  const { body } = await user.request('GET', '/api/auth/account');
  expect(accountFactsSchema.parse(body)).toStrictEqual(body);
  return body;
}

async function startWithMail() {
  const peer = await startMailServer();
  const server = await startServer({ smtpUrl: peer.url });
  const ada = await registerUser(server, { email: 'ada@example.com' });
  const mail = await peer.mailTo(ada.email);
  return { peer, server, ada, mail };
}

test('a new account gets a link that confirms its address, and works without it', async () => {
  const { server, ada, mail } = await startWithMail();
  expect(await factsOf(ada)).toEqual({
    email: ada.email,
    emailVerified: false,
    pendingEmail: null,
    hasPassword: true,
    sendsMail: true,
  });
  expect((await ada.request('POST', '/api/projects', { name: 'LP' })).status).toBe(201);
  expect(mail.body).toContain(`\n${server.url}/verify?token=`);
  const answer = await verify(server, tokenIn(mail));
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({});
  expect(await factsOf(ada)).toMatchObject({ email: ada.email, emailVerified: true });
  expect((await verify(server, tokenIn(mail))).body).toMatchObject({ kind: 'expired-link', statusCode: 400 });
});

test('the link is sent again on request, which voids the first, and not once the address is confirmed', async () => {
  const { peer, server, ada, mail } = await startWithMail();
  expect((await ada.request('POST', '/api/auth/send-verification')).status).toBe(200);
  const second = await peer.mailTo(ada.email, 1);
  expect((await verify(server, tokenIn(mail))).body).toMatchObject({ kind: 'expired-link' });
  expect((await verify(server, tokenIn(second))).status).toBe(200);
  expect((await ada.request('POST', '/api/auth/send-verification')).status).toBe(200);
  await registerUser(server, { email: 'ben@example.com' });
  await peer.mailTo('ben@example.com');
  expect(peer.mails.filter(({ to }) => to === ada.email)).toHaveLength(2);
});

test('sending again is limited', async () => {
  const { ada } = await startWithMail();
  const statuses = [];
  for (let index = 0; index < 11; index += 1) {
    statuses.push((await ada.request('POST', '/api/auth/send-verification')).status);
  }
  expect(statuses).toEqual([...Array(10).fill(200), 429]);
});

test('without a mail server it says that none is sent', async () => {
  const server = await startServer();
  const ada = await registerUser(server);
  expect(await factsOf(ada)).toMatchObject({ emailVerified: false, sendsMail: false });
  const answer = await ada.request('POST', '/api/auth/send-verification');
  expect(answer.status).toBe(409);
  expect(answer.body.error).toBe('This server doesn’t send email.');
});

test('an address that nobody has confirmed gets no notice', async () => {
  const { peer, server, ada, mail } = await startWithMail();
  const resetBy = async (index: number) => {
    await request(server, 'POST', '/api/auth/forgot-password', { email: ada.email });
    const token = tokenIn(await peer.mailTo(ada.email, index));
    await request(server, 'POST', '/api/auth/reset-password', { token, password: `rusty strings ${index}` });
  };
  await resetBy(1);
  // A reset voids every link of the account.
  expect((await verify(server, tokenIn(mail))).status).toBe(400);
  await resetBy(2);
  expect(peer.mails.map(({ subject }) => subject)).not.toContain('Your BandMate password was changed');
  await server.database.run('update user set emailVerified = 1');
  await resetBy(3);
  expect((await peer.mailTo(ada.email, 4)).subject).toBe('Your BandMate password was changed');
});
