import { createCommandHandlers } from '../../../client/account/handlers/command-handlers.ts';
import { createCommentHandlers } from '../../../client/account/handlers/comment-handlers.ts';
import {
  done,
  type Handlers,
  type HandlersOf,
  nothing,
  type WithAccount,
} from '../../../client/account/handlers/handlers.ts';
import { createInboxHandlers } from '../../../client/account/handlers/inbox-handlers.ts';
import { createNoticeHandlers } from '../../../client/account/handlers/notice-handlers.ts';
import { createProjectHandlers } from '../../../client/account/handlers/project-handlers.ts';
import { createSearchHandlers } from '../../../client/account/handlers/search-handlers.ts';
import { createSettingsHandlers } from '../../../client/account/handlers/settings-handlers.ts';
import { createShareHandlers } from '../../../client/account/handlers/share-handlers.ts';
import type { BrowserAccount, BrowserPage } from './browser-client.ts';

/** What a page answers beside starting, signing in and out, and connecting. */
type PageHandlers = Omit<Handlers, 'app.start' | 'connection.retryNow' | `session.${string}`>;

/** The page has no button for these (`protocol/ipc/capabilities.ts`); who calls them all the same hears why not. */
const notHere = { ok: false, kind: 'invalid', message: 'This takes the BandMate app.' } as const;

const noCopying = {
  ok: false,
  kind: 'forbidden',
  message: 'This browser doesn’t let the page copy: select it and copy it yourself.',
} as const;

export function createBrowserHandlers(
  withAccount: WithAccount<BrowserAccount>,
  page: BrowserPage,
): PageHandlers {
  return {
    'app.copyText': async ({ text }) => ((await page.copyText(text)) ? nothing : noCopying),
    'app.showInFolder': async () => notHere,
    'alerts.state': async () => done(page.alerts()),
    'alerts.ask': async () => done(await page.askForAlerts()),
    ...createProjectHandlers(withAccount),
    ...createCommandHandlers(withAccount),
    ...createCommentHandlers(withAccount),
    ...createInboxHandlers(withAccount),
    ...createSettingsHandlers(withAccount),
    ...createNoticeHandlers(withAccount),
    ...createSearchHandlers(withAccount),
    ...createShareHandlers(withAccount),
    ...createUploadHandlers(withAccount),
    ...withoutFolders,
    ...withoutSounds,
  };
}

function createUploadHandlers(withAccount: WithAccount<BrowserAccount>): HandlersOf<'transfers'> {
  return {
    'transfers.list': () => withAccount(({ uploads }) => done(uploads.list())),
    'transfers.pause': ({ id }) => withAccount(({ uploads }) => uploads.pause(id)),
    'transfers.resume': ({ id }) => withAccount(({ uploads }) => uploads.resume(id)),
    'transfers.retry': ({ id }) => withAccount(({ uploads }) => uploads.retry(id)),
    // Nothing is ever asked: a file that is dropped is taken as it is.
    'transfers.takeAsIs': async () => nothing,
    'transfers.discard': ({ id }) => withAccount(({ uploads }) => uploads.discard(id)),
    'transfers.clearDone': () =>
      withAccount(({ uploads }) => {
        uploads.clearDone();
        return nothing;
      }),
    'transfers.drop': (request) => withAccount(async ({ uploads }) => done(await uploads.drop(request))),
  };
}

const withoutFolders: HandlersOf<'bindings'> = {
  'bindings.chooseFolder': async () => done(null),
  'bindings.list': async () => done([]),
  'bindings.create': async () => notHere,
  'bindings.update': async () => notHere,
  'bindings.remove': async () => notHere,
  'bindings.older': async () => done([]),
  'bindings.decideOlder': async () => notHere,
};

/** A page keeps no sound: the browser's own cache does as it likes. */
const withoutSounds: HandlersOf<'media'> = {
  'media.cacheUsage': async () => done({ usedBytes: 0, limitBytes: 0, pinnedBytes: 0 }),
  'media.setCacheLimit': async () => notHere,
  'media.pins': async () => done([]),
  'media.pin': async () => notHere,
};
