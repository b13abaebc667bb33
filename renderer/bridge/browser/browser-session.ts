import * as z from 'zod';
import type { SignedIn } from '../../../client/account/create-account.ts';
import type { Log } from '../../../client/common/log.ts';
import { createServerClient } from '../../../client/session/create-server-client.ts';
import type { RequestFailure, ServerClient } from '../../../client/session/server-client.ts';
import type { SessionState } from '../../../protocol/ipc/session.ts';
import {
  type Account,
  accountHeader,
  accountSchema,
  type Login,
  type Register,
  signedInSchema,
} from '../../../protocol/wire/user.ts';

export type BrowserSessionDependencies = {
  /** The origin that the page came from. */
  serverUrl: string;
  log: Log;
  /** The server does not know this session (any more). */
  onUnauthorised(message: string): void;
  onAnswered(): void;
  /** For a client that no browser gives its cookies to: what it sends, and what it gets. */
  cookies?: { headers(): Record<string, string>; receive(headers: Headers): void };
};

type Entered = { ok: true; data: SignedIn } | RequestFailure;

/**
 * Who is signed in, by the cookie that the browser holds and no script can read. All tabs of a browser have that cookie
 * in common, so each request says for whom it is made: where someone else has signed in meanwhile the server refuses it,
 * and nothing that one person did goes out as the other.
 */
export type BrowserSession = {
  state(): SessionState;
  signedIn(): SignedIn | null;
  /** Asks the server whose cookie it is; null when it is nobody's. */
  restore(): Promise<{ ok: true; data: SignedIn | null } | RequestFailure>;
  signIn(login: Login): Promise<Entered>;
  signUp(register: Register): Promise<Entered>;
  /** Ends the session on the server too, if it is still that of this account. */
  signOut(): Promise<void>;
};

export function createBrowserSession(dependencies: BrowserSessionDependencies): BrowserSession {
  const { serverUrl, log, cookies } = dependencies;
  let current: SignedIn | null = null;

  function clientFor(accountId: string | null): ServerClient {
    const isCurrent = () => current !== null && current.account.id === accountId;
    return createServerClient({
      serverUrl,
      log,
      authenticationHeaders: () => ({
        ...cookies?.headers(),
        ...(accountId === null ? {} : { [accountHeader]: accountId }),
      }),
      describeFailure: (error) =>
        error instanceof Error && error.name === 'TimeoutError'
          ? `${serverUrl} did not answer in time.`
          : `${serverUrl} can't be reached.`,
      ...(cookies && { onHeaders: cookies.receive }),
      onAnswered: () => isCurrent() && dependencies.onAnswered(),
      onUnauthorised: (message) => isCurrent() && dependencies.onUnauthorised(message),
    });
  }

  function become(account: Account): SignedIn {
    current = { serverUrl, account, client: clientFor(account.id) };
    return current;
  }

  const readAccount = (client: ServerClient) =>
    client.request({ method: 'GET', path: '/api/auth/me', schema: accountSchema });

  async function enter(path: string, body: Login | Register): Promise<Entered> {
    const stranger = clientFor(null);
    const entered = await stranger.request({ method: 'POST', path, body, schema: signedInSchema });
    if (!entered.ok) return entered;
    const account = await readAccount(stranger);
    return account.ok ? { ok: true, data: become(account.data) } : account;
  }

  return {
    state: () =>
      current
        ? { kind: 'signed-in', serverUrl, account: current.account, keptSafely: true }
        : { kind: 'signed-out', lastServerUrl: serverUrl },
    signedIn: () => current,
    async restore() {
      const account = await readAccount(clientFor(null));
      if (account.ok) return { ok: true, data: become(account.data) };
      return account.kind === 'unauthorised' ? { ok: true, data: null } : account;
    },
    signIn: (login) => enter('/api/auth/login', login),
    signUp: (register) => enter('/api/auth/register', register),
    async signOut() {
      const leaving = current;
      current = null;
      // The cookie may be another person's by now: their session is not ours to end.
      if (!leaving || !(await readAccount(leaving.client)).ok) return;
      const path = '/api/auth/logout';
      const told = await leaving.client.request({ method: 'POST', path, schema: z.unknown() });
      if (!told.ok) log.info({ kind: told.kind }, 'The server could not be told of the sign-out');
    },
  };
}
