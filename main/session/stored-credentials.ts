import * as z from 'zod';
import type { SignedIn } from '../../client/account/create-account.ts';
import type { Log } from '../../client/common/log.ts';
import type { AccountClient } from '../../client/session/server-client.ts';
import type { CredentialStore } from '../../client/session/sign-in.ts';
import type { Clock } from '../../common/clock.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { accountSchema } from '../../protocol/wire/user.ts';
import type { JsonFile } from '../common/json-file.ts';
import { type CookieJar, createCookieJar } from './cookie-jar.ts';
import { createNodeClient } from './node-client.ts';
import type { SecretStore } from './secret-store.ts';

/** Settings of the whole app, for all accounts. */
export const sessionSettingsSchema = z.object({ lastServerUrl: z.string().nullable() });
export type SessionSettings = z.infer<typeof sessionSettingsSchema>;

const storedSignInSchema = z.object({
  serverUrl: z.string(),
  account: accountSchema,
  cookies: z.array(z.object({ name: z.string(), value: z.string(), expiresAt: z.number().nullable() })),
});

export type StoredCredentialsDependencies = {
  secrets: SecretStore;
  settings: JsonFile<SessionSettings>;
  clock: Clock;
  log: Log;
};

/** The server's cookie, kept here and nowhere else, and stored if the server asked for that. */
export function createStoredCredentials(dependencies: StoredCredentialsDependencies): CredentialStore {
  const { secrets, settings, clock, log } = dependencies;
  const jars = new WeakMap<AccountClient, CookieJar>();
  /** Writes in order, so that the last one remains. */
  const writes = createSerialQueue();
  let current: SignedIn | null = null;
  let isStoredSafely = false;
  let lastServerUrl: string | null = null;

  /** Only cookies that the server wants to persist are stored; a session cookie ends with the app. */
  async function store(): Promise<void> {
    if (!current) return;
    const { serverUrl, account, client } = current;
    const cookies =
      jars
        .get(client)
        ?.list()
        .filter((cookie) => cookie.expiresAt !== null) ?? [];
    try {
      if (cookies.length === 0) await secrets.clear();
      else await secrets.write(JSON.stringify({ serverUrl, account, cookies }));
    } catch (error) {
      isStoredSafely = false;
      log.warn({ error: String(error) }, 'The sign-in could not be stored: it lasts until the app quits');
    }
  }

  function clientWith(serverUrl: string, cookies: CookieJar): AccountClient {
    const client = createNodeClient({
      ...{ serverUrl, cookies, log, clock },
      onCookies: () => {
        if (current && jars.get(current.client) === cookies) void writes.run(store);
      },
    });
    jars.set(client, cookies);
    return client;
  }

  return {
    createClient: (serverUrl) => clientWith(serverUrl, createCookieJar([], clock.now)),
    async remember(client, account) {
      const { serverUrl } = client;
      current = { serverUrl, account, client };
      const remembered = current;
      lastServerUrl = serverUrl;
      isStoredSafely = await secrets.keepsSafely();
      await writes.run(store);
      await settings
        .write({ lastServerUrl })
        .catch((error: unknown) =>
          log.warn({ error: String(error) }, 'The server address could not be stored'),
        );
      return remembered;
    },
    /** Needs no network: the app opens offline. */
    async restore() {
      ({ lastServerUrl } = await settings.read());
      isStoredSafely = await secrets.keepsSafely();
      const stored = parseStored(await secrets.read());
      if (!stored) return { ok: true, data: null };
      const { serverUrl, account, cookies } = stored;
      current = { serverUrl, account, client: clientWith(serverUrl, createCookieJar(cookies, clock.now)) };
      return { ok: true, data: current };
    },
    async forget({ client }) {
      current = null;
      await writes.idle();
      await secrets.clear();
      const answer = await client.request({
        method: 'POST',
        path: '/api/auth/logout',
        schema: z.unknown(),
        signal: AbortSignal.timeout(5_000),
      });
      jars.get(client)?.clear();
      if (!answer.ok) log.info({ kind: answer.kind }, 'Signed out here; the server could not be reached');
    },
    isStoredSafely: () => isStoredSafely,
    lastServerUrl: () => lastServerUrl,
  };
}

function parseStored(secret: string | null): z.infer<typeof storedSignInSchema> | null {
  if (secret === null) return null;
  try {
    return storedSignInSchema.parse(JSON.parse(secret));
  } catch {
    // Written by another version, or damaged: the person signs in again and loses nothing.
    return null;
  }
}
