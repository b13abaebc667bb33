import type { Clock } from '../../common/clock.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { SessionState } from '../../protocol/ipc/session.ts';
import type { DesktopSignIn } from '../../protocol/wire/desktop-sign-in.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { type Health, healthSchema } from '../../protocol/wire/health.ts';
import { type InvitationPreview, invitationPreviewSchema } from '../../protocol/wire/member.ts';
import type { SecondStep } from '../../protocol/wire/second-factor.ts';
import {
  type Account,
  accountSchema,
  type Login,
  type Register,
  signedInSchema,
} from '../../protocol/wire/user.ts';
import type { ClientAccount, SignedIn } from '../account/create-account.ts';
import { done, nothing, type WithAccount } from '../account/handlers/handlers.ts';
import type { PushSender } from '../account/push-message.ts';
import type { Log } from '../common/log.ts';
import { clientText } from '../text.ts';
import type { AccountClient, RequestFailureKind, ServerClient } from './server-client.ts';

/** Where the credentials of a sign-in are: in a cookie that the app stores, or in the browser's own. */
export type CredentialStore = {
  /** A client without an account. The session that the server starts for it is its own. */
  createClient(serverUrl: string): AccountClient;
  /** `client` has just signed in as `account`. Remembers that, and returns a client that is used as this account. */
  remember(client: AccountClient, account: Account): Promise<SignedIn>;
  /** The sign-in of an earlier run, if one is remembered. */
  restore(): Promise<Outcome<SignedIn | null, RequestFailureKind>>;
  /** Forgets the sign-in, then ends its session on the server if that can be reached. */
  forget(signedIn: SignedIn): Promise<void>;
  /** Whether the sign-in is stored encrypted and survives a restart. */
  isStoredSafely(): boolean;
  lastServerUrl(): string | null;
};

export type SignInDependencies<Started extends ClientAccount> = {
  credentials: CredentialStore;
  startAccount(signedIn: SignedIn): Promise<Answer<Started>>;
  push: PushSender;
  clock: Clock;
  log: Log;
};

/** The signed-in account, and the parts that run for it meanwhile. */
export type SignIn<Started extends ClientAccount> = {
  session(): SessionState;
  connection(): ConnectionState;
  /** Null while nobody is signed in, and while an account is being started. */
  account(): Started | null;
  /** Answers `signed-out` if nobody is signed in, or signs out during the call. */
  withAccount: WithAccount<Started>;
  /** Starts the account of an earlier run. Only the first successful call does anything. */
  restore(): Promise<Answer<null>>;
  signIn(serverUrl: string, login: Login): Promise<Answer<SessionState>>;
  signUp(serverUrl: string, register: Register): Promise<Answer<SessionState>>;
  /** After a refusal of the kind `second-factor`. */
  secondStep(serverUrl: string, step: SecondStep): Promise<Answer<SessionState>>;
  /** With a code that the system's browser has brought. */
  signInByCode(serverUrl: string, signIn: DesktopSignIn): Promise<Answer<SessionState>>;
  /** An invitation, for whoever has its token. */
  readInvitation(serverUrl: string, token: string): Promise<Answer<InvitationPreview>>;
  /** The server names this address for the account: it may have been changed elsewhere. */
  noteEmail(email: string): Promise<void>;
  /** A client of that server without an account. */
  clientOf(serverUrl: string): ServerClient;
  /** The people that may make an account there. */
  readRegistration(serverUrl: string): Promise<Answer<{ mode: NonNullable<Health['registration']> }>>;
  signOut(): Promise<Answer<SessionState>>;
  /** Stops the account and stays signed in. */
  stop(): Promise<void>;
};

export function createSignIn<Started extends ClientAccount>(
  dependencies: SignInDependencies<Started>,
): SignIn<Started> {
  const { credentials, startAccount, push, clock, log } = dependencies;
  /** Signing in and out run in order: an account has ended before the next one begins. */
  const queue = createSerialQueue();
  let signedIn: SignedIn | null = null;
  let account: Started | null = null;
  let signedOutSince = clock.now();
  let isRestored = false;

  const session = (): SessionState =>
    signedIn
      ? {
          kind: 'signed-in',
          serverUrl: signedIn.serverUrl,
          account: signedIn.account,
          keptSafely: credentials.isStoredSafely(),
        }
      : { kind: 'signed-out', lastServerUrl: credentials.lastServerUrl() };

  const connection = (): ConnectionState =>
    account?.connection.current() ?? { kind: 'signed-out', since: signedOutSince };

  function pushState(): void {
    push('session.changed', session());
    push('connection.changed', connection());
  }

  async function begin(next: SignedIn): Promise<Answer<SessionState>> {
    signedIn = next;
    const started = await startAccount(next);
    if (!started.ok) return started;
    account = started.data;
    pushState();
    return done(session());
  }

  async function end(): Promise<void> {
    const ending = account;
    account = null;
    signedOutSince = clock.now();
    await ending?.stop().catch((error: unknown) => {
      log.error({ error: String(error) }, 'Part of the account could not be stopped');
    });
  }

  async function forget(): Promise<void> {
    const leaving = signedIn;
    signedIn = null;
    if (leaving) await credentials.forget(leaving);
  }

  async function enter(
    serverUrl: string,
    path: string,
    body: Login | Register | DesktopSignIn | SecondStep,
  ): Promise<Answer<SessionState>> {
    const client = credentials.createClient(serverUrl);
    const entered = await client.request({ method: 'POST', path, body, schema: signedInSchema });
    if (!entered.ok) return entered;
    const read = await readAccount(client);
    if (!read.ok) return read;
    const next = await credentials.remember(client, read.data);
    await end();
    const begun = await begin(next);
    if (!begun.ok) await forget();
    return begun;
  }

  async function withAccount<Data>(
    run: (account: Started) => Answer<Data> | Promise<Answer<Data>>,
  ): Promise<Answer<Data>> {
    const used = account;
    if (!used) return signedOut;
    try {
      return await run(used);
    } catch (error) {
      // Signing out in the middle of a call closes what the call reads from.
      if (account !== used) return signedOut;
      throw error;
    }
  }

  async function restoreOnce(): Promise<Answer<null>> {
    if (isRestored) return nothing;
    const restored = await credentials.restore();
    if (!restored.ok) return restored;
    if (restored.data) {
      const begun = await begin(restored.data);
      if (!begun.ok) return begun;
    }
    isRestored = true;
    return nothing;
  }

  return {
    ...{ session, connection, withAccount },
    account: () => account,
    restore: async () => (isRestored ? nothing : queue.run(restoreOnce)),
    signIn: (serverUrl, login) => queue.run(() => enter(serverUrl, '/api/auth/login', login)),
    secondStep: (serverUrl, step) => queue.run(() => enter(serverUrl, '/api/auth/login/second-factor', step)),
    signInByCode: (serverUrl, body) => queue.run(() => enter(serverUrl, '/api/auth/desktop', body)),
    signUp: (serverUrl, register) => queue.run(() => enter(serverUrl, '/api/auth/register', register)),
    clientOf: credentials.createClient,
    noteEmail: (email) =>
      queue.run(async () => {
        if (!signedIn || signedIn.account.email === email) return;
        const known = { ...signedIn, account: { ...signedIn.account, email } };
        await credentials.remember(known.client, known.account);
        signedIn = known;
        push('session.changed', session());
      }),
    readInvitation: (serverUrl, token) =>
      credentials.createClient(serverUrl).request({
        method: 'POST',
        path: '/api/invitations/read',
        body: { token },
        isRepeatable: true,
        schema: invitationPreviewSchema,
      }),
    async readRegistration(serverUrl) {
      const client = credentials.createClient(serverUrl);
      const read = await client.request({ method: 'GET', path: '/api/health', schema: healthSchema });
      // Servers of earlier versions let everyone in.
      return read.ok ? done({ mode: read.data.registration ?? 'open' }) : read;
    },
    signOut: () =>
      queue.run(async () => {
        await end();
        await forget();
        pushState();
        return done(session());
      }),
    stop: () => queue.run(end),
  };
}

const signedOut = { ok: false, kind: 'signed-out', message: clientText.signedOut } as const;

export function readAccount(client: ServerClient): Promise<Outcome<Account, RequestFailureKind>> {
  return client.request({ method: 'GET', path: '/api/auth/me', schema: accountSchema });
}
