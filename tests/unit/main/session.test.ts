import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createSession } from '../../../main/session/create-session.ts';
import { createMemorySecretStore, type SecretStore } from '../../../main/session/secret-store.ts';
import { type SignedIn, signedInSchema } from '../../../protocol/wire/user.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const account = { id: 'u', email: 'ada@example.com', name: 'Ada', role: 'MEMBER' } as const;

/** A server that gives another cookie with each answer. */
async function startServer(): Promise<string> {
  let answers = 0;
  const server = createServer((request, response) => {
    answers += 1;
    response.setHeader('Set-Cookie', `session=${answers}; Max-Age=1000`);
    const signedIn: SignedIn = { user: account, accessToken: 'a', refreshToken: 'r' };
    response.end(JSON.stringify(request.url === '/api/auth/me' ? { ...account, avatarUrl: null } : signedIn));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposeLater(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('a sign-in that is being kept when one signs out is not kept after all', async () => {
  const memory = createMemorySecretStore();
  let letWrite = () => {};
  let isSlow = false;
  const secrets: SecretStore = {
    ...memory,
    async write(secret) {
      if (isSlow) await new Promise<void>((resolve) => (letWrite = resolve));
      await memory.write(secret);
    },
  };
  const settings = { read: async () => ({ lastServerUrl: null }), write: async () => {} };
  const session = createSession({ secrets, settings, log: createQuietLog() });
  const login = { email: account.email, password: 'correct horse' };
  const signedIn = await session.signIn(await startServer(), login);
  if (!signedIn.ok) throw new Error(signedIn.message);
  expect(await memory.read()).not.toBeNull();

  isSlow = true;
  const path = '/api/auth/refresh';
  await signedIn.data.client.request({ method: 'POST', path, schema: signedInSchema });
  const signingOut = session.signOut();
  letWrite();
  await signingOut;
  expect(await memory.read()).toBeNull();
});
