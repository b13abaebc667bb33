import * as z from 'zod';
import type { SignedIn } from '../../../client/account/create-account.ts';
import type { Log } from '../../../client/common/log.ts';
import { createServerClient } from '../../../client/session/create-server-client.ts';
import type { AccountClient } from '../../../client/session/server-client.ts';
import { type CredentialStore, readAccount } from '../../../client/session/sign-in.ts';
import { clientText } from '../../../client/text.ts';
import type { Clock } from '../../../common/clock.ts';
import { type Account, accountHeader } from '../../../protocol/wire/user.ts';

export type BrowserCredentialsDependencies = {
  /** The origin that the page came from. */
  serverUrl: string;
  clock: Clock;
  log: Log;
  /** For a client outside a browser, such as a test: the cookies it sends, and the headers it receives. */
  cookies?: { headers(): Record<string, string>; receive(headers: Headers): void };
};

/**
 * The cookie that the browser holds and no script can read. All tabs share it, so each request names the account that it
 * is made for: if someone else has signed in meanwhile, the server refuses it, and nobody's changes are sent as another's.
 */
export function createBrowserCredentials(dependencies: BrowserCredentialsDependencies): CredentialStore {
  const { serverUrl, clock, log, cookies } = dependencies;

  function clientFor(accountId: string | null): AccountClient {
    return createServerClient({
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
    async forget({ client }) {
      // The cookie may belong to another person by now: their session must not be ended.
      if (!(await readAccount(client)).ok) return;
      const answer = await client.request({ method: 'POST', path: '/api/auth/logout', schema: z.unknown() });
      if (!answer.ok) log.info({ kind: answer.kind }, 'The server could not be reached to sign out');
    },
    isStoredSafely: () => true,
    lastServerUrl: () => serverUrl,
  };
}
