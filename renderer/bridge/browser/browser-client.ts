import { done, type Handlers, nothing } from '../../../client/account/handlers/handlers.ts';
import { createStartHandlers } from '../../../client/account/handlers/start-handlers.ts';
import { createPushes, type PushMessage } from '../../../client/account/push-message.ts';
import { createSignIn, type SignIn } from '../../../client/session/sign-in.ts';
import { systemEnvironment } from '../../../common/environment.ts';
import type { Capabilities } from '../../../protocol/ipc/capabilities.ts';
import type { ChannelResult } from '../../../protocol/ipc/channels.ts';
import { deepLinkScheme } from '../../../protocol/ipc/open-target.ts';
import { desktopCodeSchema } from '../../../protocol/wire/desktop-sign-in.ts';
import {
  type BrowserAccount,
  type BrowserAccountDependencies,
  type BrowserPage,
  startBrowserAccount,
} from './browser-account.ts';
import { type BrowserCredentialsDependencies, createBrowserCredentials } from './browser-credentials.ts';
import { createBrowserHandlers } from './browser-handlers.ts';

export type BrowserClientDependencies = Pick<
  BrowserCredentialsDependencies,
  'serverUrl' | 'log' | 'cookies'
> &
  Pick<BrowserAccountDependencies, 'page' | 'droppedFiles' | 'files' | 'realtimeSettings'> & {
    version: string;
    platform: ChannelResult<'app.start'>['platform'];
  };

/** The client in a page: the same core as the app's, over memory instead of files and over the browser's own cookie. */
export type BrowserClient = {
  handlers: Handlers;
  onPush(listener: (message: PushMessage) => void): () => void;
  /** Whether closing the page would lose something that the person did. */
  hasUnsavedWork(): boolean;
  /** The page is visible again. */
  retryNow(): void;
  /** The browser went online or offline: an open socket may be dead and not notice for half a minute. */
  networkChanged(): void;
  /** The page was restored as it was, by the browser's back or forward. */
  resume(): void;
  stop(): Promise<void>;
};

/** A page belongs to its server, watches no folders and stores nothing. */
const capabilities: Capabilities = {
  choosesServer: false,
  bounceFolders: false,
  showsInFolder: false,
  keepsSounds: false,
  hearsCompressed: true,
  keepsChanges: false,
  signsInByBrowser: false,
  miniWindow: false,
  localAccess: false,
  dragsOut: false,
  besideDaw: false,
  updatesItself: false,
};

/** Providers are pages of their own; an app that signs in through this page is on the same computer. */
function createElsewhere(
  { session, withAccount }: SignIn<BrowserAccount>,
  page: BrowserPage,
): Parameters<typeof createStartHandlers>[0]['elsewhere'] {
  return {
    async 'session.signInWith'({ provider, returnTo }) {
      const query = new URLSearchParams({ return: returnTo });
      page.leave(`/api/auth/${encodeURIComponent(provider ?? '')}?${query}`);
      return done(session());
    },
    'session.stopWaiting': async () => nothing,
    'session.continueInApp': ({ challenge, state, port }) =>
      withAccount(async ({ client }) => {
        const path = '/api/auth/desktop/code';
        const body = { challenge };
        const granted = await client.request({ method: 'POST', path, body, schema: desktopCodeSchema });
        if (!granted.ok) return granted;
        const app = port === 0 ? `${deepLinkScheme}://sign-in` : `http://127.0.0.1:${port}/`;
        page.leave(`${app}?${new URLSearchParams({ code: granted.data.code, state })}`);
        return nothing;
      }),
  };
}

export function createBrowserClient(dependencies: BrowserClientDependencies): BrowserClient {
  const { log, page, serverUrl, version, platform } = dependencies;
  const environment = systemEnvironment;
  const { clock } = environment;
  const { push, onPush } = createPushes();
  const signIn = createSignIn<BrowserAccount>({
    credentials: createBrowserCredentials({ ...dependencies, clock, alone: page.alone }),
    startAccount: async (signedIn) => ({
      ok: true,
      data: startBrowserAccount({ ...dependencies, environment, signedIn, push }),
    }),
    ...{ push, clock, log },
  });
  const connection = () => signIn.account()?.connection;

  return {
    handlers: {
      ...createBrowserHandlers(signIn.withAccount, page),
      ...createStartHandlers({
        ...{ signIn, version, platform, capabilities },
        suggestedServerUrl: serverUrl,
        takeOpenTarget: () => null,
        elsewhere: createElsewhere(signIn, page),
      }),
    },
    onPush,
    hasUnsavedWork() {
      const account = signIn.account();
      return account !== null && (account.outbox.list().length > 0 || account.uploads.isUnderWay());
    },
    retryNow() {
      // If the person has to sign in first, retrying would only repeat the refusal.
      if (connection()?.current().kind === 'offline') connection()?.retryNow();
    },
    networkChanged: () => connection()?.networkChanged(),
    resume: () => connection()?.resume(),
    stop: signIn.stop,
  };
}
