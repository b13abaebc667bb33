import { type HandlersOf, nothing, type WithAccount } from '../../../client/account/handlers/handlers.ts';
import { findFile, nameStems } from '../../../client/account/name-stems.ts';
import { ownDataId } from '../../stems/stem-downloads.ts';
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
      withAccount(({ downloads }) => {
        const path = downloads.pathOf(fileId);
        if (path === null) return { ok: false, kind: 'not-found', message: stemsText.notShown };
        actions.showInFolder(path);
        return nothing;
      }),
  };
}
