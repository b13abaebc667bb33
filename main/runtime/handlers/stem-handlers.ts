import { findFile, nameStems } from '../../../client/account/cached-files.ts';
import { type HandlersOf, nothing, type WithAccount } from '../../../client/account/handlers/handlers.ts';
import { exists } from '../../common/place-file.ts';
import { ownDataId } from '../../downloads/downloads.ts';
import { unchangedCopy } from '../../media/read-local.ts';
import { stemsText } from '../../text/stems.ts';
import type { AccountRuntime } from '../account.ts';
import type { AppActions } from '../app-actions.ts';

export function createStemHandlers(
  withAccount: WithAccount<AccountRuntime>,
  actions: Pick<AppActions, 'showInFolder'>,
): Omit<HandlersOf<'stems' | 'downloads'>, 'stems.contents'> {
  return {
    'stems.save': ({ versionId }) =>
      withAccount(async ({ cache, stems }) => {
        const name = nameStems(cache, versionId);
        if (name === null) return { ok: false, kind: 'not-found', message: stemsText.gone };
        return stems.save(versionId, name);
      }),
    'stems.cancel': ({ versionId }) =>
      withAccount(({ stems }) => {
        stems.cancel(versionId);
        return nothing;
      }),
    'stems.show': ({ versionId }) =>
      withAccount(({ stems }) => {
        const path = stems.pathOf(versionId);
        if (path === null) return { ok: false, kind: 'not-found', message: stemsText.notShown };
        actions.showInFolder(path);
        return nothing;
      }),
    'downloads.save': ({ fileId }) =>
      withAccount(async ({ cache, downloads }) => {
        const file = findFile(cache, fileId);
        if (!file) return { ok: false, kind: 'not-found', message: stemsText.fileGone };
        return downloads.save(fileId, file.name, file);
      }),
    'downloads.saveAccount': () =>
      withAccount(({ downloads }) => downloads.save(ownDataId, stemsText.ownData)),
    'downloads.show': ({ fileId }) =>
      withAccount(async ({ cache, downloads, pipeline }) => {
        const saved = downloads.pathOf(fileId);
        const file = findFile(cache, fileId);
        const path =
          saved !== null && (await exists(saved))
            ? saved
            : file && (await unchangedCopy(pipeline.findCopies(file.sha256)));
        if (!path) return { ok: false, kind: 'not-found', message: stemsText.notShown };
        actions.showInFolder(path);
        return nothing;
      }),
  };
}
