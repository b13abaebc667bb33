import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from '../../../common/clock.ts';
import { createMemorySecretStore, type SecretStore } from '../../../main/session/secret-store.ts';
import { createStoredCredentials } from '../../../main/session/stored-credentials.ts';
import { type SignedIn, signedInSchema } from '../../../protocol/wire/user.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const account = { id: 'u', email: 'ada@example.com', name: 'Ada', role: 'MEMBER' } as const;

/** A server that sets another cookie with each answer. */
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

it('forgets a sign-in that is still being stored when the person signs out', async () => {
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
  const settings = {
    read: async () => ({ lastServerUrl: null }),
    write: async () => {},
    settled: async () => {},
  };
  const credentials = createStoredCredentials({
    secrets,
    settings,
    log: createQuietLog(),
    clock: systemClock,
  });
  const client = credentials.createClient(await startServer());
  const body = { email: account.email, password: 'correct horse' };
  await client.request({ method: 'POST', path: '/api/auth/login', body, schema: signedInSchema });
  const signedIn = await credentials.remember(client, { ...account, avatarUrl: null });
  expect(await memory.read()).not.toBeNull();

  isSlow = true;
  const path = '/api/auth/refresh';
  await signedIn.client.request({ method: 'POST', path, schema: signedInSchema });
  const signingOut = credentials.forget(signedIn);
  letWrite();
  await signingOut;
  expect(await memory.read()).toBeNull();
});
