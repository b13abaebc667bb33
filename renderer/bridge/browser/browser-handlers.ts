import { findCutOf, findFile, nameStems } from '../../../client/account/cached-files.ts';
import { createAccountHandlers } from '../../../client/account/handlers/account-handlers.ts';
import {
  done,
  type Handlers,
  type HandlersOf,
  nothing,
  type WithAccount,
} from '../../../client/account/handlers/handlers.ts';
import { markedWavName, markerFileName, markerFiles } from '../../../common/markers/marker-files.ts';
import { songAndVersion } from '../../../protocol/state/versions.ts';
import { identityLinkSchema } from '../../../protocol/wire/identity.ts';
import { browserText } from '../../text/browser.ts';
import type { BrowserAccount, BrowserPage } from './browser-account.ts';

/** The requests that a page handles, except starting, signing in and out, and connecting. */
type PageHandlers = Omit<Handlers, 'app.start' | 'connection.retryNow' | `session.${string}`>;

/** The page has no button for these (`protocol/ipc/capabilities.ts`), but they can still be called. */
const notHere = { ok: false, kind: 'invalid', message: browserText.onlyInApp } as const;

const noCopying = {
  ok: false,
  kind: 'forbidden',
  message: browserText.copyNotAllowed,
} as const;

export function createBrowserHandlers(
  withAccount: WithAccount<BrowserAccount>,
  page: BrowserPage,
): PageHandlers {
  return {
    'app.copyText': async ({ text }) => ((await page.copyText(text)) ? nothing : noCopying),
    'app.showInFolder': async () => notHere,
    'window.form': async () => notHere,
    'window.change': async () => notHere,
    'updates.state': async () => notHere,
    'updates.check': async () => notHere,
    'updates.install': async () => notHere,
    'beside.state': async () => notHere,
    'beside.change': async () => notHere,
    'beside.pause': async () => notHere,
    'beside.resume': async () => notHere,
    'alerts.state': async () => done(page.alerts()),
    'alerts.ask': async () => done(await page.askForAlerts()),
    ...createAccountHandlers(withAccount, async (client, provider) => {
      const path = `/api/auth/identities/${encodeURIComponent(provider)}`;
      const begun = await client.request({ method: 'POST', path, schema: identityLinkSchema });
      if (!begun.ok) return begun;
      page.leave(begun.data.url);
      return nothing;
    }),
    ...createUploadHandlers(withAccount),
    ...createStemHandlers(withAccount, page),
    ...createMarkerHandlers(withAccount, page),
    ...withoutDragging,
    ...withoutFolders,
    ...withoutSounds,
    ...withoutLocalAccess,
  };
}

function createUploadHandlers(withAccount: WithAccount<BrowserAccount>): HandlersOf<'transfers'> {
  return {
    'transfers.list': () => withAccount(({ uploads }) => done(uploads.list())),
    'transfers.pause': ({ id }) => withAccount(({ uploads }) => uploads.pause(id)),
    'transfers.resume': ({ id }) => withAccount(({ uploads }) => uploads.resume(id)),
    'transfers.retry': ({ id }) => withAccount(({ uploads }) => uploads.retry(id)),
    // A dropped file is uploaded as it is, so the person is never asked about it.
    'transfers.takeAsIs': async () => nothing,
    'transfers.discard': ({ id }) => withAccount(({ uploads }) => uploads.discard(id)),
    'transfers.note': (request) => withAccount(({ uploads }) => uploads.note(request)),
    'transfers.clearDone': () =>
      withAccount(({ uploads }) => {
        uploads.clearDone();
        return nothing;
      }),
    'transfers.measure': async () => done({ kind: 'none' }),
    'transfers.drop': (request) => withAccount(async ({ uploads }) => done(await uploads.drop(request))),
  };
}

/** The browser saves and shows it as any download. */
function createStemHandlers(
  withAccount: WithAccount<BrowserAccount>,
  page: BrowserPage,
): Omit<HandlersOf<'stems' | 'downloads'>, 'stems.contents'> {
  return {
    'stems.save': ({ versionId }) =>
      withAccount(({ cache }) => {
        const name = nameStems(cache, versionId);
        if (name === null) return { ok: false, kind: 'not-found', message: browserText.versionGone };
        page.download(`/api/files/${encodeURIComponent(versionId)}/stems`, name);
        return done({ kind: 'handed-over' });
      }),
    'stems.cancel': async () => nothing,
    'stems.show': async () => notHere,
    'downloads.save': ({ fileId }) =>
      withAccount(({ cache }) => {
        const name = findFile(cache, fileId)?.name;
        if (name === undefined) return { ok: false, kind: 'not-found', message: browserText.notInProject };
        page.download(`/api/files/${encodeURIComponent(fileId)}/download`, name);
        return done({ kind: 'handed-over' });
      }),
    'downloads.saveAccount': () =>
      withAccount(() => {
        page.download('/api/auth/export', browserText.ownData);
        return done({ kind: 'handed-over' });
      }),
    'downloads.show': async () => notHere,
  };
}

/** A page can't be reached by other programs. */
const withoutLocalAccess: HandlersOf<'local' | 'reaper'> = {
  'local.state': async () => notHere,
  'local.setHttp': async () => notHere,
  'local.showing': async () => nothing,
  'reaper.install': async () => notHere,
  'reaper.remove': async () => notHere,
  'reaper.chooseFolder': async () => notHere,
  'reaper.show': async () => notHere,
};

/** The browser saves and shows them as any download. */
function createMarkerHandlers(
  withAccount: WithAccount<BrowserAccount>,
  page: BrowserPage,
): HandlersOf<'markers'> {
  return {
    'markers.save': async ({ format, title, tempo, markers }) => {
      const { extension, mediaType, write } = markerFiles[format];
      page.save(markerFileName(title, extension), write(markers, { title, tempo }), mediaType);
      return done({ kind: 'handed-over' });
    },
    'markers.saveWav': ({ fileId }) =>
      withAccount(async ({ cache }) => {
        const cut = findCutOf(cache, fileId);
        if (!cut) return { ok: false, kind: 'not-found', message: browserText.versionGone };
        const address = `/api/files/${encodeURIComponent(fileId)}/download?markers=1`;
        if (!(await page.isReady(address)))
          return { ok: false, kind: 'conflict', message: browserText.comparing };
        page.download(address, markedWavName(songAndVersion(cut, fileId)));
        return done({ kind: 'handed-over' });
      }),
    'markers.show': async () => notHere,
  };
}

/** A page can't hand files to other programs. */
const withoutDragging: HandlersOf<'drag'> = {
  'drag.prepare': async () => notHere,
  'drag.start': async () => notHere,
  'drag.show': async () => notHere,
  'drag.copies': async () => done({ files: 0, bytes: 0 }),
  'drag.showCopies': async () => notHere,
  'drag.deleteCopies': async () => notHere,
};

const withoutFolders: HandlersOf<'bindings'> = {
  'bindings.chooseFolder': async () => done(null),
  'bindings.list': async () => done([]),
  'bindings.create': async () => notHere,
  'bindings.update': async () => notHere,
  'bindings.addRule': async () => notHere,
  'bindings.removeRule': async () => notHere,
  'bindings.previewRule': async () => notHere,
  'bindings.remove': async () => notHere,
  'bindings.older': async () => done([]),
  'bindings.decideOlder': async () => notHere,
};

/** A page stores no sound; the browser's own cache is out of its control. */
const withoutSounds: HandlersOf<'media'> = {
  'media.cacheUsage': async () => done({ usedBytes: 0, limitBytes: 0, pinnedBytes: 0 }),
  'media.setCacheLimit': async () => notHere,
  'media.pins': async () => done([]),
  'media.pin': async () => notHere,
};
