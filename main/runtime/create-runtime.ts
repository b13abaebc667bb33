import { join } from 'node:path';
import type { SignedIn } from '../../client/account/create-account.ts';
import { createCommandHandlers } from '../../client/account/handlers/command-handlers.ts';
import { createCommentHandlers } from '../../client/account/handlers/comment-handlers.ts';
import { done, type Handlers, nothing, type WithAccount } from '../../client/account/handlers/handlers.ts';
import { createInboxHandlers } from '../../client/account/handlers/inbox-handlers.ts';
import { createNoticeHandlers } from '../../client/account/handlers/notice-handlers.ts';
import { createProjectHandlers } from '../../client/account/handlers/project-handlers.ts';
import { createSearchHandlers } from '../../client/account/handlers/search-handlers.ts';
import { createSettingsHandlers } from '../../client/account/handlers/settings-handlers.ts';
import { createShareHandlers } from '../../client/account/handlers/share-handlers.ts';
import type { PushMessage, PushSender } from '../../client/account/push-message.ts';
import { fullJitter } from '../../client/common/backoff.ts';
import { createListeners } from '../../client/common/listeners.ts';
import type { RequestFailureKind } from '../../client/session/server-client.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import type { Answer } from '../../protocol/ipc/bridge.ts';
import type { Capabilities } from '../../protocol/ipc/capabilities.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import type { SessionState } from '../../protocol/ipc/session.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { createDisk, type Disk } from '../bounces/disk.ts';
import { createJsonFile } from '../common/json-file.ts';
import { answerUnavailable } from '../media/answer-sound.ts';
import { type Media, signedOut as signedOutMedia } from '../media/create-media.ts';
import { createSession, sessionSettingsSchema } from '../session/create-session.ts';
import type { SecretStore } from '../session/secret-store.ts';
import { type AccountDependencies, type AccountRuntime, startAccount } from './account.ts';
import type { AppActions } from './app-actions.ts';
import { createBounceHandlers } from './handlers/bounce-handlers.ts';
import { createMediaHandlers } from './handlers/media-handlers.ts';
import { watchNetwork } from './watch-network.ts';

export type RuntimeDependencies = Pick<
  AccountDependencies,
  'userData' | 'log' | 'pipelineSettings' | 'pipelineEvent' | 'realtimeSettings'
> & {
  version: string;
  platform: 'darwin' | 'win32' | 'linux';
  secrets: SecretStore;
  actions: AppActions;
  /** Tests give one whose volumes fall silent. */
  disk?: Disk;
  /** The server this app was told to start with. */
  suggestedServerUrl: string | null;
  /** Signs in by itself at start if nobody is signed in (a studio machine). */
  unattendedSignIn?: { serverUrl: string; email: string; password: string };
};

/**
 * The client without a window: who is signed in, and while someone is, everything that runs for that account. The
 * app puts a window on it, the headless command a terminal.
 */
export type Runtime = {
  /** Takes up the kept sign-in. Needs no network. */
  start(): Promise<void>;
  stop(): Promise<void>;
  handlers: Handlers;
  /** What a page hears and sees of files, by the addresses of `protocol/ipc/media.ts`. */
  answerMedia: Media['answer'];
  /** What runs for the account that is signed in, for who needs more than the handlers (the headless command). */
  account(): AccountRuntime | null;
  onPush(listener: (message: PushMessage) => void): () => void;
  /** The window is to show this: it is told now, or when its page starts. */
  open(target: OpenTarget): void;
  /** The page is gone, and what is told now would be heard by no one. */
  pageGone(): void;
  /** The machine goes to sleep, and wakes. */
  suspend(): void;
  resume(): void;
  /** Whether a volume that doesn't answer keeps this process from ending: it has to be killed, which costs nothing. */
  isHeldUp(): boolean;
};

/** On a machine of one's own all of it can be done. */
const capabilities: Capabilities = {
  choosesServer: true,
  bounceFolders: true,
  showsInFolder: true,
  keepsSounds: true,
  keepsChanges: true,
};

/** The first frame waits this long at most for an unattended sign-in. */
const unattendedPatienceMilliseconds = 3_000;

export function createRuntime(dependencies: RuntimeDependencies): Runtime {
  const { userData, log, secrets, actions } = dependencies;
  const startedAt = Date.now();
  const pushes = createListeners<PushMessage>();
  const push: PushSender = (name, data) => pushes.notify({ name, data } as PushMessage);
  const settings = createJsonFile(join(userData, 'session.json'), sessionSettingsSchema, {
    lastServerUrl: null,
  });
  const session = createSession({ secrets, settings, log });
  const disk = dependencies.disk ?? createDisk();
  const stopping = new AbortController();
  let account: AccountRuntime | null = null;
  let signedOutSince = startedAt;
  let isPageThere = false;
  let stopWatchingNetwork = () => {};
  let waitingTarget: OpenTarget | null = null;

  function takeTarget(): OpenTarget | null {
    const target = waitingTarget;
    waitingTarget = null;
    isPageThere = true;
    return target;
  }

  session.onUnauthorised((message) => account?.realtime.markUnauthorised(message));
  session.onAnswered(() => account?.realtime.markAnswered());

  const connection = (): ConnectionState =>
    account?.realtime.current() ?? { kind: 'signed-out', since: signedOutSince };

  /** Signing in and out run in order: an account has ended before the next one begins. */
  const switches = createSerialQueue();

  async function begin(signedIn: SignedIn): Promise<Answer<SessionState>> {
    const started = await startAccount({ ...dependencies, disk, signedIn, push, notify: actions.notify });
    if (!started.ok) return started;
    account = started.data;
    push('session.changed', session.state());
    push('connection.changed', connection());
    return done(session.state());
  }

  async function end(): Promise<void> {
    const ending = account;
    account = null;
    signedOutSince = Date.now();
    await ending?.stop().catch((error: unknown) => {
      log.error({ error: String(error) }, 'Something of the account could not be ended');
    });
  }

  function enter(ask: () => Promise<Outcome<SignedIn, RequestFailureKind>>): Promise<Answer<SessionState>> {
    return switches.run(async () => {
      const entered = await ask();
      if (!entered.ok) return entered;
      await end();
      const begun = await begin(entered.data);
      if (!begun.ok) await session.signOut();
      return begun;
    });
  }

  async function signOut(): Promise<void> {
    await end();
    await session.signOut();
    push('session.changed', session.state());
    push('connection.changed', connection());
  }

  async function signInUnattended(): Promise<void> {
    const { unattendedSignIn } = dependencies;
    if (!unattendedSignIn) return;
    const { serverUrl, email, password } = unattendedSignIn;
    for (let attempt = 0; !stopping.signal.aborted && !session.signedIn(); attempt++) {
      const answer = await enter(() => session.signIn(serverUrl, { email, password, rememberMe: true }));
      if (answer.ok) return;
      log.warn({ kind: answer.kind, message: answer.message }, 'The sign-in at start was not possible');
      if (answer.kind !== 'offline' && answer.kind !== 'rate-limited') return;
      await pause(fullJitter(attempt), stopping.signal);
    }
  }

  const signedOut = { ok: false, kind: 'signed-out', message: 'Nobody is signed in.' } as const;
  const withAccount: WithAccount<AccountRuntime> = async (run) => {
    const asked = account;
    if (!asked) return signedOut;
    try {
      return await run(asked);
    } catch (error) {
      // What an account answers from is closed when it signs out in the middle of a call.
      if (account !== asked) return signedOut;
      throw error;
    }
  };

  const handlers: Handlers = {
    'app.start': async () =>
      done({
        version: dependencies.version,
        platform: dependencies.platform,
        capabilities,
        session: session.state(),
        connection: connection(),
        suggestedServerUrl: dependencies.suggestedServerUrl,
        open: takeTarget(),
      }),
    'app.copyText': async ({ text }) => {
      actions.copyText(text);
      return nothing;
    },
    'app.showInFolder': ({ transferId }) =>
      withAccount(({ pipeline }) => {
        const transfer = pipeline.listTransfers().find(({ id }) => id === transferId);
        if (!transfer) return { ok: false, kind: 'not-found', message: 'That file is no longer listed.' };
        actions.showInFolder(transfer.path);
        return nothing;
      }),
    'alerts.state': async () => done('shown'),
    'alerts.ask': async () => done('shown'),
    'session.signIn': ({ serverUrl, ...login }) => enter(() => session.signIn(serverUrl, login)),
    'session.signUp': ({ serverUrl, ...register }) => enter(() => session.signUp(serverUrl, register)),
    'session.signOut': () =>
      switches.run(async () => {
        await signOut();
        return done(session.state());
      }),
    'connection.retryNow': async () => {
      account?.realtime.retryNow();
      return nothing;
    },
    ...createProjectHandlers(withAccount),
    ...createCommandHandlers(withAccount),
    ...createBounceHandlers(withAccount, actions),
    ...createMediaHandlers(withAccount),
    ...createCommentHandlers(withAccount),
    ...createInboxHandlers(withAccount),
    ...createSettingsHandlers(withAccount),
    ...createNoticeHandlers(withAccount),
    ...createSearchHandlers(withAccount),
    ...createShareHandlers(withAccount),
  };

  return {
    async start() {
      stopWatchingNetwork = watchNetwork(() => account?.realtime.networkChanged());
      const kept = await switches.run(() => session.restore());
      if (kept) {
        const begun = await switches.run(() => begin(kept));
        if (!begun.ok) throw new Error(begun.message);
        return;
      }
      const signingIn = signInUnattended().catch((error: unknown) =>
        log.error({ error: String(error) }, 'The sign-in at start failed'),
      );
      await Promise.race([signingIn, pause(unattendedPatienceMilliseconds, stopping.signal)]);
    },
    async stop() {
      stopping.abort();
      stopWatchingNetwork();
      await switches.run(end);
    },
    handlers,
    answerMedia: async (request) =>
      account ? account.media.answer(request) : answerUnavailable(signedOutMedia),
    account: () => account,
    onPush: pushes.add,
    open(target) {
      if (isPageThere) push('app.open', target);
      else waitingTarget = target;
    },
    pageGone() {
      isPageThere = false;
    },
    isHeldUp: disk.isHeldUp,
    suspend: () => account?.realtime.suspend(),
    resume() {
      account?.realtime.resume();
      account?.pipeline.rescan();
    },
  };
}

/** Ends early, and without an error, when the signal is aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
