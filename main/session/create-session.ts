import * as z from 'zod';
import type { SignedIn } from '../../client/account/create-account.ts';
import { createListeners } from '../../client/common/listeners.ts';
import type { Log } from '../../client/common/log.ts';
import type { RequestFailureKind, ServerClient } from '../../client/session/server-client.ts';
import type { SessionState } from '../../protocol/ipc/session.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { accountSchema, type Login, type Register, signedInSchema } from '../../protocol/wire/user.ts';
import type { JsonFile } from '../common/json-file.ts';
import { type CookieJar, createCookieJar } from './cookie-jar.ts';
import { createServerClient } from './create-server-client.ts';
import type { SecretStore } from './secret-store.ts';

/** Settings of the whole app, whoever is signed in. */
export const sessionSettingsSchema = z.object({ lastServerUrl: z.string().nullable() });
export type SessionSettings = z.infer<typeof sessionSettingsSchema>;

const keptSignInSchema = z.object({
  serverUrl: z.string(),
  account: accountSchema,
  cookies: z.array(z.object({ name: z.string(), value: z.string(), expiresAt: z.number().nullable() })),
});

export type SessionDependencies = {
  secrets: SecretStore;
  settings: JsonFile<SessionSettings>;
  log: Log;
};

type SignInAnswer = Promise<Outcome<SignedIn, RequestFailureKind>>;

/**
 * Who is signed in. The cookie that the server set is kept here and nowhere else; a server that forgets it
 * (`onUnauthorised`) does not sign anyone out, since what is queued belongs to the account and waits.
 */
export type Session = {
  state(): SessionState;
  signedIn(): SignedIn | null;
  /** Reads the kept sign-in. Needs no network: the app opens offline. */
  restore(): Promise<SignedIn | null>;
  signIn(serverUrl: string, login: Login): SignInAnswer;
  signUp(serverUrl: string, register: Register): SignInAnswer;
  /** Forgets the sign-in at once, then tells the server if it can be reached. */
  signOut(): Promise<void>;
  onUnauthorised(listener: (message: string) => void): () => void;
  /** The server has answered a request of this account: it can be reached. */
  onAnswered(listener: () => void): () => void;
};

export function createSession({ secrets, settings, log }: SessionDependencies): Session {
  const unauthorisedListeners = createListeners<string>();
  const answeredListeners = createListeners<void>();
  let current: (SignedIn & { cookies: CookieJar }) | null = null;
  let keptSafely = false;
  let lastServerUrl: string | null = null;

  const state = (): SessionState =>
    current
      ? { kind: 'signed-in', serverUrl: current.serverUrl, account: current.account, keptSafely }
      : { kind: 'signed-out', lastServerUrl };

  /** One after the other, so that the last one stays. */
  let keeping: Promise<void> = Promise.resolve();
  function keep(): Promise<void> {
    keeping = keeping.then(keepNow);
    return keeping;
  }

  /** Only what the server asked to keep is kept; a session cookie ends with the app. */
  async function keepNow(): Promise<void> {
    if (!current) return;
    const cookies = current.cookies.list().filter((cookie) => cookie.expiresAt !== null);
    try {
      if (cookies.length === 0) await secrets.clear();
      else
        await secrets.write(
          JSON.stringify({ serverUrl: current.serverUrl, account: current.account, cookies }),
        );
    } catch (error) {
      keptSafely = false;
      log.warn({ error: String(error) }, 'The sign-in could not be kept: it lasts until the app quits');
    }
  }

  function clientFor(serverUrl: string, cookies: CookieJar): ServerClient {
    return createServerClient({
      serverUrl,
      cookies,
      log,
      onCookies: () => {
        if (current?.cookies === cookies) void keep();
      },
      onAnswered: () => {
        if (current?.cookies === cookies) answeredListeners.notify();
      },
      onUnauthorised: (message) => {
        if (current?.cookies === cookies) unauthorisedListeners.notify(message);
      },
    });
  }

  async function enter(
    serverUrl: string,
    path: '/api/auth/login' | '/api/auth/register',
    body: Login | Register,
  ): SignInAnswer {
    const cookies = createCookieJar();
    const client = clientFor(serverUrl, cookies);
    const entered = await client.request({ method: 'POST', path, body, schema: signedInSchema });
    if (!entered.ok) return entered;
    const account = await client.request({ method: 'GET', path: '/api/auth/me', schema: accountSchema });
    if (!account.ok) return account;
    current = { serverUrl, account: account.data, client, cookies };
    lastServerUrl = serverUrl;
    keptSafely = await secrets.keepsSafely();
    await keep();
    await settings
      .write({ lastServerUrl })
      .catch((error: unknown) => log.warn({ error: String(error) }, 'The server address could not be kept'));
    return { ok: true, data: current };
  }

  return {
    state,
    signedIn: () => current,
    async restore() {
      ({ lastServerUrl } = await settings.read());
      keptSafely = await secrets.keepsSafely();
      const kept = parseKept(await secrets.read());
      if (!kept) return null;
      const cookies = createCookieJar(kept.cookies);
      current = {
        serverUrl: kept.serverUrl,
        account: kept.account,
        cookies,
        client: clientFor(kept.serverUrl, cookies),
      };
      return current;
    },
    signIn: (serverUrl, login) => enter(serverUrl, '/api/auth/login', login),
    signUp: (serverUrl, register) => enter(serverUrl, '/api/auth/register', register),
    async signOut() {
      const leaving = current;
      if (!leaving) return;
      current = null;
      await keeping;
      await secrets.clear();
      const told = await leaving.client.request({
        method: 'POST',
        path: '/api/auth/logout',
        schema: z.unknown(),
        signal: AbortSignal.timeout(5_000),
      });
      leaving.cookies.clear();
      if (!told.ok) log.info({ kind: told.kind }, 'Signed out here; the server could not be told');
    },
    onUnauthorised: unauthorisedListeners.add,
    onAnswered: answeredListeners.add,
  };
}

function parseKept(secret: string | null): z.infer<typeof keptSignInSchema> | null {
  if (secret === null) return null;
  try {
    return keptSignInSchema.parse(JSON.parse(secret));
  } catch {
    // Written by another version, or damaged: the person signs in again and nothing of theirs is lost.
    return null;
  }
}
