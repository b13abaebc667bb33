import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { signedInSchema } from '../../../protocol/wire/user.ts';
import {
  connectSocket,
  cookieOf,
  registerUser,
  request,
  startServer,
  type TestServer,
} from '../../helpers/server.ts';

const newSecret = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

async function scene() {
  const server = await startServer();
  const ana = await registerUser(server);
  const grant = async (challenge: string) =>
    String((await ana.request('POST', '/api/auth/desktop/code', { challenge })).body.code);
  const exchange = (code: string, verifier: string) =>
    request(server, 'POST', '/api/auth/desktop', { code, verifier });
  return { server, ana, grant, exchange };
}

const sessionsOf = async (server: TestServer) => (await server.readSessions()).length;

test('a code and its verifier sign the app in, as a sign-in does', async () => {
  const { server, ana, grant, exchange } = await scene();
  const browser = await connectSocket(server, ana);
  const announced = new Promise((resolve) => browser.once('session:started', resolve));
  const verifier = newSecret();
  const answer = await exchange(await grant(challengeOf(verifier)), verifier);
  expect(answer.status).toBe(200);
  expect(signedInSchema.parse(answer.body)).toStrictEqual(answer.body);
  expect(answer.body.user.id).toBe(ana.account.id);
  expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=2592000');
  const cookie = cookieOf(answer.headers);
  expect((await request(server, 'GET', '/api/auth/me', undefined, { cookie })).status).toBe(200);
  await announced;
  expect(await sessionsOf(server)).toBe(2);
});

test('a code is good once, only with its verifier, and for a minute', async () => {
  const { server, ana, grant, exchange } = await scene();
  const verifier = newSecret();
  const challenge = challengeOf(verifier);

  const used = await grant(challenge);
  expect((await exchange(used, verifier)).status).toBe(200);
  expect(await exchange(used, verifier)).toMatchObject({ status: 401, body: { kind: 'unauthorised' } });

  const stolen = await grant(challenge);
  expect((await exchange(stolen, newSecret())).status).toBe(401);
  // The thief has spent it: nobody signs in with it any more.
  expect((await exchange(stolen, verifier)).status).toBe(401);

  const late = await grant(challenge);
  await server.database.run('update verification set expiresAt = ?', new Date(Date.now() - 1).toISOString());
  expect((await exchange(late, verifier)).status).toBe(401);

  const both = await grant(challenge);
  const answers = await Promise.all([exchange(both, verifier), exchange(both, verifier)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect(ana.account.id).toBeTruthy();
});

test('only a hash of the code is stored', async () => {
  const { server, grant } = await scene();
  const code = await grant(challengeOf(newSecret()));
  const rows = await server.database.rows('select * from verification');
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(code);
});

test('a stranger and a foreign page get no code, and nonsense is refused', async () => {
  const { server, ana, exchange } = await scene();
  const body = { challenge: challengeOf(newSecret()) };
  expect((await request(server, 'POST', '/api/auth/desktop/code', body)).status).toBe(401);
  const foreign = { origin: 'https://evil.example' };
  expect((await ana.request('POST', '/api/auth/desktop/code', body, foreign)).status).toBe(403);
  expect((await ana.request('POST', '/api/auth/desktop/code', { challenge: 'short' })).status).toBe(400);
  expect((await exchange('short', newSecret())).status).toBe(400);
  expect((await exchange(newSecret(), newSecret())).status).toBe(401);
});

test('a disabled account gets no session by a code that it has', async () => {
  const { server, grant, exchange } = await scene();
  const verifier = newSecret();
  const code = await grant(challengeOf(verifier));
  await server.database.run('update user set disabledAt = ?', new Date().toISOString());
  expect((await exchange(code, verifier)).status).toBe(401);
});
