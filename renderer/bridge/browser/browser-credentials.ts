import * as z from 'zod';
import type { SignedIn } from '../../../client/account/create-account.ts';
import type { Log } from '../../../client/common/log.ts';
import { createServerClient } from '../../../client/session/create-server-client.ts';
import type { AccountClient, ServerRequest } from '../../../client/session/server-client.ts';
import { type CredentialStore, readAccount } from '../../../client/session/sign-in.ts';
import { clientText } from '../../../client/text.ts';
import type { Clock } from '../../../common/clock.ts';
import { type Account, accountHeader } from '../../../protocol/wire/user.ts';
import type { BrowserPage } from './browser-account.ts';

export type BrowserCredentialsDependencies = {
  /** The origin that the page came from. */
  serverUrl: string;
  clock: Clock;
  log: Log;
  alone: BrowserPage['alone'];
  /** For a client outside a browser, such as a test: the cookies it sends, and the headers it receives. */
  cookies?: { headers(): Record<string, string>; receive(headers: Headers): void };
};

/**
 * The cookie that the browser holds and no script can read. All tabs share it, so each request names the account that it
 * is made for: if someone else has signed in meanwhile, the server refuses it, and nobody's changes are sent as another's.
 * Tabs change the cookie one after the other: an answer that comes late would otherwise put an earlier person's back.
 */
export function createBrowserCredentials(dependencies: BrowserCredentialsDependencies): CredentialStore {
  const { serverUrl, clock, log, alone, cookies } = dependencies;

  function clientFor(accountId: string | null): AccountClient {
    const client = createServerClient({
      ...{ serverUrl, clock, log },
      authenticationHeaders: () => ({
        ...cookies?.headers(),
        ...(accountId === null ? {} : { [accountHeader]: accountId }),
      }),
      describeFailure: (error) =>
        error instanceof Error && error.name === 'TimeoutError'
          ? clientText.timedOut(serverUrl)
          : clientText.unreachable(serverUrl),
      ...(cookies && { onHeaders: cookies.receive }),
    });
    return {
      ...client,
      request: (request) =>
        mayChangeCookie(request) ? alone(() => client.request(request)) : client.request(request),
    };
  }

  const signedInAs = (account: Account): SignedIn => ({ serverUrl, account, client: clientFor(account.id) });

  return {
    createClient: () => clientFor(null),
    remember: async (_client, account) => signedInAs(account),
    /** Asks the server whose cookie it is. */
    async restore() {
      const account = await readAccount(clientFor(null));
      if (account.ok) return { ok: true, data: signedInAs(account.data) };
      return account.kind === 'unauthorised' ? { ok: true, data: null } : account;
    },
    /** If the cookie belongs to another person by now, the server leaves it and their session. */
    async forget({ client }) {
      const answer = await client.request({ method: 'POST', path: '/api/auth/logout', schema: z.unknown() });
      if (!answer.ok) log.info({ kind: answer.kind }, 'The server could not be reached to sign out');
    },
    isStoredSafely: () => true,
    lastServerUrl: () => serverUrl,
  };
}

/** Signing up, in and out and renewing, which the server answers with a cookie. The other requests there are rare. */
function mayChangeCookie({ method, path }: Pick<ServerRequest<unknown>, 'method' | 'path'>): boolean {
  return method === 'POST' && path.startsWith('/api/auth/');
}
