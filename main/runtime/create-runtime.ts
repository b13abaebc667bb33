import { join } from 'node:path';
import { createAccountHandlers } from '../../client/account/handlers/account-handlers.ts';
import { done, type Handlers, nothing, type WithAccount } from '../../client/account/handlers/handlers.ts';
import type { LinkIdentity } from '../../client/account/handlers/identity-handlers.ts';
import { createStartHandlers } from '../../client/account/handlers/start-handlers.ts';
import { createPushes, type PushMessage } from '../../client/account/push-message.ts';
import { createSignIn, type SignIn } from '../../client/session/sign-in.ts';
import { systemEnvironment } from '../../common/environment.ts';
import type { ShortcutAction } from '../../protocol/ipc/beside.ts';
import type { Capabilities } from '../../protocol/ipc/capabilities.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { createBesideHandlers } from '../beside/beside-handlers.ts';
import { type Beside, createBeside, noBesideDesktop } from '../beside/create-beside.ts';
import { listProcesses } from '../beside/list-processes.ts';
import { createDisk, type Disk } from '../bounces/disk/disk.ts';
import { createJsonFile } from '../common/json-file.ts';
import { createLocalAccess } from '../local/create-local-access.ts';
import { answerUnavailable } from '../media/answer-sound.ts';
import { type Media, signedOut } from '../media/create-media.ts';
import { type ReaperPlace, usualReaperPlace } from '../reaper/reaper-script.ts';
import { type BrowserAnswer, type BrowserSignIn, createBrowserSignIn } from '../session/browser-sign-in.ts';
import type { SecretStore } from '../session/secret-store.ts';
import { createStoredCredentials, sessionSettingsSchema } from '../session/stored-credentials.ts';
import { sessionText } from '../text/session.ts';
import { type AccountDependencies, type AccountRuntime, startAccount } from './account.ts';
import type { AppActions } from './app-actions.ts';
import { createBounceHandlers } from './handlers/bounce-handlers.ts';
import { createMediaHandlers } from './handlers/media-handlers.ts';
import { createStemHandlers } from './handlers/stem-handlers.ts';
import { createToDawHandlers } from './handlers/to-daw-handlers.ts';
import { createOpenTargets } from './open-targets.ts';
import { pause, signInUnattended, type UnattendedSignIn } from './unattended-sign-in.ts';
import { watchNetwork } from './watch-network.ts';

export type RuntimeDependencies = Pick<
  AccountDependencies,
  'userData' | 'log' | 'pipelineSettings' | 'pipelineEvent' | 'realtimeSettings'
> & {
  version: string;
  platform: 'darwin' | 'win32' | 'linux';
  secrets: SecretStore;
  actions: AppActions;
  /** Tests pass one whose volumes stop responding. */
  disk?: Disk;
  /** Fills in the sign-in form. */
  suggestedServerUrl: string | null;
  /** Tests pass a folder of their own. */
  reaperPlace?: ReaperPlace;
  /** Signs in at start if nobody is signed in (a studio machine). */
  unattendedSignIn?: UnattendedSignIn;
};

/**
 * The client without a window: the signed-in account, and everything that runs for it. The app adds a window, the
 * headless command a terminal.
 */
export type Runtime = {
  /** Restores the stored sign-in. Needs no network. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Those of `window` and `updates` belong to the program around it. */
  handlers: Omit<Handlers, `window.${string}` | `updates.${string}`>;
  /** Answers a page's requests for sound and waveforms, by the addresses of `protocol/ipc/media.ts`. */
  answerMedia: Media['answer'];
  /** The signed-in account, for callers that need more than the handlers (the headless command). */
  account(): AccountRuntime | null;
  onPush(listener: (message: PushMessage) => void): () => void;
  beside: Pick<Beside, 'state' | 'pause'>;
  /** The keys of a shortcut were pressed. */
  press(action: ShortcutAction): void;
  /** Shows this in the window, now or when its page starts. */
  open(target: OpenTarget): void;
  /** A `bandmate:` link has brought what the system's browser answered to a sign-in. */
  receiveSignIn(answer: BrowserAnswer): void;
  /** The page is gone, so nothing pushed now would arrive. */
  pageGone(): void;
  /** The machine goes to sleep, and wakes. */
  suspend(): void;
  resume(): void;
  /** Whether a volume that doesn't respond keeps this process from ending. Killing it then loses nothing. */
  isHeldUp(): boolean;
};

/** The app can do everything. */
const capabilities: Capabilities = {
  choosesServer: true,
  bounceFolders: true,
  showsInFolder: true,
  keepsSounds: true,
  hearsCompressed: false,
  keepsChanges: true,
  signsInByBrowser: true,
  miniWindow: true,
  localAccess: true,
  dragsOut: true,
  besideDaw: true,
  updatesItself: true,
};

/** How long the first frame waits for an unattended sign-in. */
const unattendedPatienceMilliseconds = 3_000;

export function createRuntime(dependencies: RuntimeDependencies): Runtime {
  const { userData, log, secrets, actions, disk = createDisk() } = dependencies;
  const environment = systemEnvironment;
  const { clock } = environment;
  const { push, onPush } = createPushes();
  const settings = createJsonFile(join(userData, 'session.json'), sessionSettingsSchema, {
    lastServerUrl: null,
  });
  const beside = createBeside({
    path: join(userData, 'beside.json'),
    platform: dependencies.platform,
    desktop: actions.beside ?? noBesideDesktop,
    listProcesses: () => listProcesses(process.platform),
    ...{ clock, log },
  });
  beside.onChange((state) => push('beside.changed', state));
  const signIn = createSignIn<AccountRuntime>({
    credentials: createStoredCredentials({ secrets, settings, log, clock }),
    startAccount: (signedIn) =>
      startAccount({
        ...dependencies,
        ...{ disk, environment, signedIn, push, beside },
        notify: actions.notify,
        downloadsFolder: actions.downloadsFolder,
      }),
    ...{ push, clock, log },
  });
  const browserSignIn = createBrowserSignIn({ openInBrowser: actions.openInBrowser, clock });
  const openTargets = createOpenTargets(push);
  const stopping = new AbortController();
  let stopWatchingNetwork = () => {};

  const handlers = {
    ...createStartHandlers({
      ...{ ...dependencies, signIn, capabilities },
      elsewhere: createElsewhere(signIn, browserSignIn),
      takeOpenTarget: openTargets.take,
    }),
    ...createAppHandlers(actions, signIn.withAccount),
    ...createAccountHandlers(signIn.withAccount, linkInBrowser(actions)),
    ...createBounceHandlers(signIn.withAccount, actions),
    ...createMediaHandlers(signIn.withAccount),
    ...createStemHandlers(signIn.withAccount, actions),
    ...createToDawHandlers(signIn.withAccount, actions),
  };
  const localAccess = createLocalAccess({
    ...{ userData, version: dependencies.version, handlers, actions, push, onPush, environment, log },
    reaperPlace: dependencies.reaperPlace ?? usualReaperPlace(dependencies.platform, process.env),
    account: signIn.account,
    open: (target) => (actions.openTarget ?? openTargets.open)(target),
  });

  async function startUnattended(): Promise<void> {
    const { unattendedSignIn: credentials } = dependencies;
    if (!credentials) return;
    const { signal } = stopping;
    const signingIn = signInUnattended({ signIn, credentials, signal, log, environment }).catch(
      (error: unknown) => log.error({ error: String(error) }, 'The unattended sign-in broke off'),
    );
    await Promise.race([signingIn, pause(unattendedPatienceMilliseconds, environment, signal)]);
  }

  return {
    async start() {
      await beside.start();
      stopWatchingNetwork = watchNetwork(() => signIn.account()?.connection.networkChanged());
      const restored = await signIn.restore();
      if (!restored.ok) throw new Error(restored.message);
      if (signIn.session().kind === 'signed-out') await startUnattended();
      await localAccess.start();
    },
    async stop() {
      stopping.abort();
      browserSignIn.cancel();
      stopWatchingNetwork();
      await localAccess.stop();
      await signIn.stop();
      await beside.stop();
    },
    handlers: { ...handlers, ...localAccess.handlers, ...createBesideHandlers(beside) },
    beside,
    press: (action) => push('beside.pressed', { action }),
    answerMedia: async (request) => signIn.account()?.media.answer(request) ?? answerUnavailable(signedOut),
    account: signIn.account,
    onPush,
    open: openTargets.open,
    receiveSignIn: browserSignIn.receive,
    pageGone: openTargets.pageGone,
    isHeldUp: disk.isHeldUp,
    suspend: () => signIn.account()?.connection.suspend(),
    resume() {
      beside.pause.look();
      signIn.account()?.connection.resume();
      signIn.account()?.pipeline.rescan();
    },
  };
}

/** The system's browser signs in, and brings this app a code. */
function createElsewhere(
  { signInByCode }: SignIn<AccountRuntime>,
  browserSignIn: BrowserSignIn,
): Parameters<typeof createStartHandlers>[0]['elsewhere'] {
  return {
    'session.signInWith': ({ serverUrl, provider }) =>
      browserSignIn.run(serverUrl, provider, (code) => signInByCode(serverUrl, code)),
    'session.stopWaiting': async () => {
      browserSignIn.cancel();
      return nothing;
    },
    'session.continueInApp': async () => ({ ok: false, kind: 'invalid', message: sessionText.onlyInBrowser }),
  };
}

/** Connecting goes through the browser, which has a session of its own. */
const linkInBrowser =
  (actions: AppActions): LinkIdentity =>
  async ({ serverUrl }) => {
    const address = new URL('/settings', serverUrl);
    if (await actions.openInBrowser(address, serverUrl)) return nothing;
    return { ok: false, kind: 'internal', message: sessionText.noBrowser(address.href) };
  };

function createAppHandlers(
  actions: AppActions,
  withAccount: WithAccount<AccountRuntime>,
): Pick<Handlers, 'app.copyText' | 'app.showInFolder' | 'alerts.state' | 'alerts.ask'> {
  return {
    'app.copyText': async ({ text }) => {
      actions.copyText(text);
      return nothing;
    },
    'app.showInFolder': ({ transferId }) =>
      withAccount(({ pipeline }) => {
        const transfer = pipeline.listTransfers().find(({ id }) => id === transferId);
        if (!transfer) return { ok: false, kind: 'not-found', message: sessionText.fileNotListed };
        actions.showInFolder(transfer.path);
        return nothing;
      }),
    'alerts.state': async () => done('shown'),
    'alerts.ask': async () => done('shown'),
  };
}
