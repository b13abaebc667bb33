import { type AccountSettingsStore, firstSettings } from '../../../client/account/account-settings.ts';
import type { Alert } from '../../../client/account/alerts.ts';
import {
  type ClientAccount,
  type ClientAccountDependencies,
  createClientAccount,
  type SignedIn,
} from '../../../client/account/create-account.ts';
import { done, type Handlers, nothing, type WithAccount } from '../../../client/account/handlers/handlers.ts';
import { createNotices } from '../../../client/account/notices.ts';
import type { PushMessage, PushSender } from '../../../client/account/push-message.ts';
import { createMemoryCache } from '../../../client/cache/create-memory-cache.ts';
import { createListeners } from '../../../client/common/listeners.ts';
import { createMemoryOutboxStore } from '../../../client/outbox/create-memory-outbox-store.ts';
import type { RequestFailure } from '../../../client/session/server-client.ts';
import { systemEnvironment } from '../../../common/environment.ts';
import { createSerialQueue } from '../../../common/serial-queue.ts';
import type { Answer } from '../../../protocol/ipc/bridge.ts';
import type { AlertState, Capabilities } from '../../../protocol/ipc/capabilities.ts';
import type { ChannelResult } from '../../../protocol/ipc/channels.ts';
import type { OpenTarget } from '../../../protocol/ipc/open-target.ts';
import type { SessionState } from '../../../protocol/ipc/session.ts';
import { type AccountSettings, accountSettingsSchema } from '../../../protocol/ipc/settings.ts';
import { createBrowserHandlers } from './browser-handlers.ts';
import { type BrowserSessionDependencies, createBrowserSession } from './browser-session.ts';
import { type BrowserUploads, createBrowserUploads, type FileCarrier } from './browser-uploads.ts';
import type { FileShelf } from './file-shelf.ts';

/** What only a page can do. */
export type BrowserPage = {
  /** False where the browser doesn't let it. */
  copyText(text: string): Promise<boolean>;
  alerts(): AlertState;
  askForAlerts(): Promise<AlertState>;
  /** Shows it over other windows if that is allowed, unless the page itself is in front. */
  notify(alert: Alert, open: () => void): void;
  /** What the browser keeps of an account's settings; anything, or nothing. */
  readSettings(accountId: string): unknown;
  writeSettings(accountId: string, settings: AccountSettings): void;
};

export type BrowserClientDependencies = Pick<BrowserSessionDependencies, 'serverUrl' | 'log' | 'cookies'> & {
  version: string;
  platform: ChannelResult<'app.start'>['platform'];
  page: BrowserPage;
  shelf: FileShelf;
  carrier: FileCarrier;
  realtimeSettings?: ClientAccountDependencies['realtimeSettings'];
};

/** What runs for one account in a page. */
export type BrowserAccount = ClientAccount & { uploads: BrowserUploads };

/** The client in a page: the core of the app's, over memory instead of files and over the browser's own cookie. */
export type BrowserClient = {
  handlers: Handlers;
  onPush(listener: (message: PushMessage) => void): () => void;
  /** Whether closing the page would lose something that the person did. */
  isAnythingWaiting(): boolean;
  /** The page is looked at again. */
  retryNow(): void;
  /** The browser says that there is no network, or one again: a line may be dead and not know it for half a minute. */
  networkChanged(): void;
  /** The page was put aside as it was (the browser's back and forward), and is taken up again. */
  resume(): void;
  stop(): Promise<void>;
};

/** A page belongs to its server, watches nothing and keeps nothing. */
const capabilities: Capabilities = {
  choosesServer: false,
  bounceFolders: false,
  showsInFolder: false,
  keepsSounds: false,
  keepsChanges: false,
};

export function createBrowserClient(dependencies: BrowserClientDependencies): BrowserClient {
  const { log, page } = dependencies;
  const pushes = createListeners<PushMessage>();
  const push: PushSender = (name, data) => pushes.notify({ name, data } as PushMessage);
  const session = createBrowserSession({
    ...dependencies,
    onUnauthorised: (message) => account?.realtime.markUnauthorised(message),
    onAnswered: () => account?.realtime.markAnswered(),
  });
  let account: BrowserAccount | null = null;
  let signedOutSince = Date.now();
  let isRestored = false;

  const connection = () =>
    account?.realtime.current() ?? ({ kind: 'signed-out', since: signedOutSince } as const);

  /** Signing in and out run in order: an account has ended before the next one begins. */
  const switches = createSerialQueue();

  function begin(signedIn: SignedIn): void {
    const open = (target: OpenTarget) => push('app.open', target);
    account = startAccount({ ...dependencies, signedIn, push, open });
    push('session.changed', session.state());
    push('connection.changed', connection());
  }

  async function end(): Promise<void> {
    const ending = account;
    account = null;
    signedOutSince = Date.now();
    await ending?.stop().catch((error: unknown) => {
      log.error({ error: String(error) }, 'Something of the account could not be ended');
    });
  }

  function enter(
    ask: () => Promise<{ ok: true; data: SignedIn } | RequestFailure>,
  ): Promise<Answer<SessionState>> {
    return switches.run(async () => {
      const entered = await ask();
      if (!entered.ok) return entered;
      await end();
      begin(entered.data);
      return done(session.state());
    });
  }

  /** Once: who reads the start again finds what runs by then. */
  function restore(): Promise<Answer<null>> {
    return switches.run(async () => {
      if (isRestored) return nothing;
      const kept = await session.restore();
      if (!kept.ok) return kept;
      isRestored = true;
      if (kept.data) begin(kept.data);
      return nothing;
    });
  }

  const signedOut = { ok: false, kind: 'signed-out', message: 'Nobody is signed in.' } as const;
  const withAccount: WithAccount<BrowserAccount> = async (run) => {
    const asked = account;
    if (!asked) return signedOut;
    try {
      return await run(asked);
    } catch (error) {
      if (account !== asked) return signedOut;
      throw error;
    }
  };

  return {
    handlers: {
      ...createBrowserHandlers(withAccount, page),
      'app.start': async () => {
        const restored = await restore();
        if (!restored.ok) return restored;
        const { version, platform, serverUrl } = dependencies;
        return done({
          ...{ version, platform, capabilities },
          session: session.state(),
          connection: connection(),
          suggestedServerUrl: serverUrl,
          open: null,
        });
      },
      'session.signIn': ({ serverUrl: _, ...login }) => enter(() => session.signIn(login)),
      'session.signUp': ({ serverUrl: _, ...register }) => enter(() => session.signUp(register)),
      'session.signOut': () =>
        switches.run(async () => {
          await end();
          await session.signOut();
          push('session.changed', session.state());
          push('connection.changed', connection());
          return done(session.state());
        }),
      'connection.retryNow': async () => {
        account?.realtime.retryNow();
        return nothing;
      },
    },
    onPush: pushes.add,
    isAnythingWaiting: () =>
      account !== null && (account.outbox.list().length > 0 || account.uploads.isUnderWay()),
    retryNow() {
      // Someone who has to sign in first is not asked of the server again and again.
      if (connection().kind === 'offline') account?.realtime.retryNow();
    },
    networkChanged: () => account?.realtime.networkChanged(),
    resume: () => account?.realtime.resume(),
    stop: () => switches.run(end),
  };
}

function startAccount(
  dependencies: BrowserClientDependencies & {
    signedIn: SignedIn;
    push: PushSender;
    open(target: OpenTarget): void;
  },
): BrowserAccount {
  const { signedIn, push, page, log, realtimeSettings, shelf, carrier, open } = dependencies;
  const cache = createMemoryCache();
  const account = createClientAccount({
    ...{ signedIn, cache, push, log },
    settings: keepSettings(signedIn.account.id, page, push),
    notices: createNotices({
      ...systemEnvironment,
      kept: [],
      keep: () => {},
      changed: (notices) => push('notices.changed', notices),
    }),
    outboxStore: createMemoryOutboxStore(),
    notify: (alert) => page.notify(alert, () => open(alert.target)),
    ...(realtimeSettings && { realtimeSettings }),
  });
  const uploads = createBrowserUploads({
    ...{ shelf, carrier, log },
    client: account.client,
    connectivity: account.realtime,
    readProject: cache.readProject,
  });
  uploads.onChange((change) => push('transfers.changed', change));
  account.start();
  return {
    ...account,
    uploads,
    async stop() {
      await Promise.all([uploads.stop(), account.stop()]);
      cache.close();
    },
  };
}

function keepSettings(accountId: string, page: BrowserPage, push: PushSender): AccountSettingsStore {
  let settings = accountSettingsSchema.safeParse(page.readSettings(accountId)).data ?? firstSettings;
  return {
    current: () => settings,
    async update({ isQuiet = settings.isQuiet, mutedProjectIds = settings.mutedProjectIds }) {
      settings = { isQuiet, mutedProjectIds: [...new Set(mutedProjectIds)] };
      page.writeSettings(accountId, settings);
      push('settings.changed', settings);
      return settings;
    },
  };
}
