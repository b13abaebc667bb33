import {
  type AccountSettingsStore,
  createAccountSettings,
  defaultSettings,
} from '../../../client/account/account-settings.ts';
import type { Alert } from '../../../client/account/alerts.ts';
import {
  type ClientAccount,
  type ClientAccountDependencies,
  createClientAccount,
  type SignedIn,
} from '../../../client/account/create-account.ts';
import { createNotices } from '../../../client/account/notices.ts';
import type { PushSender } from '../../../client/account/push-message.ts';
import { createMemoryCache } from '../../../client/cache/create-memory-cache.ts';
import type { Log } from '../../../client/common/log.ts';
import { createMemoryOutboxStore } from '../../../client/outbox/create-memory-outbox-store.ts';
import type { Environment } from '../../../common/environment.ts';
import type { AlertState } from '../../../protocol/ipc/capabilities.ts';
import { type AccountSettings, accountSettingsSchema } from '../../../protocol/ipc/settings.ts';
import { type BrowserUploads, createBrowserUploads, type FileIo } from './browser-uploads.ts';
import type { DroppedFiles } from './dropped-files.ts';

/** Functions that only a page has. */
export type BrowserPage = {
  /** False if the browser doesn't allow it. */
  copyText(text: string): Promise<boolean>;
  /** Lets the browser download what is at this address of the page's own server. */
  download(address: string, name: string): void;
  /** Whether the page's own server has the answer at this address by now; not `202`. */
  isReady(address: string): Promise<boolean>;
  /** Lets the browser download this content. */
  save(name: string, content: string | Uint8Array<ArrayBuffer>, mediaType: string): void;
  /** Runs this while no other tab of the browser runs anything this way, if the browser can see to that. */
  alone<Value>(run: () => Promise<Value>): Promise<Value>;
  /** Goes to another page: of the page's own server, or of a provider that it named. */
  leave(address: string): void;
  alerts(): AlertState;
  askForAlerts(): Promise<AlertState>;
  /** Shows a system notification if that is allowed, unless this tab or another one of ours is in front. */
  notify(alert: Alert, open: () => void): Promise<void>;
  /** An account's settings as the browser stored them; not validated. */
  readSettings(accountId: string): unknown;
  writeSettings(accountId: string, settings: AccountSettings): void;
};

export type BrowserAccountDependencies = {
  signedIn: SignedIn;
  push: PushSender;
  page: BrowserPage;
  droppedFiles: DroppedFiles;
  files: FileIo;
  log: Log;
  environment: Environment;
  realtimeSettings?: ClientAccountDependencies['realtimeSettings'];
};

/** Everything that runs for one account in a page. */
export type BrowserAccount = ClientAccount & { uploads: BrowserUploads };

export function startBrowserAccount(dependencies: BrowserAccountDependencies): BrowserAccount {
  const { signedIn, push, page, log, environment, realtimeSettings, droppedFiles, files } = dependencies;
  const cache = createMemoryCache(signedIn.account.id);
  const account = createClientAccount({
    ...{ signedIn, cache, push, log, environment },
    settings: openSettings(signedIn.account.id, page, push),
    notices: createNotices({
      ...environment,
      saved: [],
      save: () => {},
      changed: (notices) => push('notices.changed', notices),
    }),
    outboxStore: createMemoryOutboxStore(),
    notify: (alert) => void page.notify(alert, () => push('app.open', alert.target)),
    ...(realtimeSettings && { realtimeSettings }),
  });
  const uploads = createBrowserUploads({
    ...{ droppedFiles, files, log, environment },
    client: account.client,
    connectivity: account.connection,
    readProject: cache.readProject,
    sendLateNote: account.sendLateNote,
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

function openSettings(accountId: string, page: BrowserPage, push: PushSender): AccountSettingsStore {
  const readAgain = () => accountSettingsSchema.safeParse(page.readSettings(accountId)).data;
  return createAccountSettings({
    saved: readAgain() ?? defaultSettings,
    readAgain,
    changed: (settings) => push('settings.changed', settings),
    save: async (settings) => page.writeSettings(accountId, settings),
  });
}
