import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ReadingFailed } from '../../../audio/reading/reading-threads.ts';
import type { NoCues, PatchedFile } from '../../../audio/wave-cues.ts';
import { findCutOf, findFile } from '../../../client/account/cached-files.ts';
import {
  done,
  type HandlersOf,
  nothing,
  type WithAccount,
} from '../../../client/account/handlers/handlers.ts';
import { cuesOf } from '../../../common/markers/marker.ts';
import { markedWavName } from '../../../common/markers/marker-files.ts';
import { safeFileName } from '../../../common/safe-file-name.ts';
import type { Answer } from '../../../protocol/ipc/bridge.ts';
import type { ChannelResult, ParsedChannelArgs } from '../../../protocol/ipc/channels.ts';
import { writtenKey } from '../../../protocol/ipc/to-daw.ts';
import { songAndVersion } from '../../../protocol/state/versions.ts';
import { explainWrite } from '../../downloads/explain-write.ts';
import { stemsText } from '../../text/stems.ts';
import { toDawText } from '../../text/to-daw.ts';
import { keyOf, markerContent, wantedCopies } from '../../to-daw/wanted-copies.ts';
import { writePieces } from '../../to-daw/write-pieces.ts';
import type { AccountRuntime } from '../account.ts';
import type { AppActions } from '../app-actions.ts';

type Saved = ChannelResult<'markers.save'>;

/** The ways of versions, stems and markers from here into a DAW. */
export function createToDawHandlers(
  withAccount: WithAccount<AccountRuntime>,
  actions: Pick<AppActions, 'chooseSavePath' | 'showInFolder' | 'startDrag'>,
): HandlersOf<'markers' | 'drag'> {
  let lastSaved: string | null = null;

  /** Asks for a path and writes the file there. What was there stays until all of it is written. */
  async function save(name: string, write: (path: string) => Promise<unknown>): Promise<Answer<Saved>> {
    const path = await actions.chooseSavePath(name);
    if (path === null) return done({ kind: 'cancelled' });
    // Hidden and ours: a file of the user's must not be in its place.
    const partial = join(dirname(path), `.${basename(path)}.bandmate-part`);
    try {
      await write(partial);
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => {});
      return explainWrite(error, toDawText.notWritten);
    }
    lastSaved = path;
    return done({ kind: 'saved', name: basename(path) });
  }

  async function saveWav(
    account: AccountRuntime,
    { fileId, markers }: ParsedChannelArgs<'markers.saveWav'>,
  ): Promise<Answer<Saved>> {
    const [cut, file] = [findCutOf(account.cache, fileId), findFile(account.cache, fileId)];
    if (!cut || !file?.audio) return { ok: false, kind: 'not-found', message: stemsText.fileGone };
    const { bytes } = account.media.original(file);
    let marked: PatchedFile | NoCues | 'costly';
    try {
      marked = await account.readers.read('addCues', bytes, cuesOf(markers, file.audio.sampleRate));
    } catch (error) {
      if (!(error instanceof ReadingFailed)) return explainWrite(error, toDawText.notWritten);
      marked = 'costly';
    }
    if (typeof marked === 'string') return { ok: false, kind: 'invalid', message: toDawText.noCues[marked] };
    const patched = marked;
    return save(safeFileName(markedWavName(songAndVersion(cut, fileId))), (path) =>
      writePieces(
        path,
        bytes,
        patched,
        account.reportWritten(writtenKey(fileId, 'version')),
        account.stopping,
      ),
    );
  }

  return {
    'markers.save': (request) =>
      withAccount(() => {
        const { name, content } = markerContent(request);
        return save(name, (path) => writeFile(path, content));
      }),
    'markers.saveWav': (request) => withAccount((account) => saveWav(account, request)),
    'markers.show': () =>
      withAccount(() => {
        if (lastSaved === null) return { ok: false, kind: 'not-found', message: toDawText.nothingSaved };
        actions.showInFolder(lastSaved);
        return nothing;
      }),
    'drag.prepare': (dragged) =>
      withAccount(({ cache, dawCopies }) => {
        const wanted = wantedCopies(cache, dragged);
        if (wanted.length > 0) return dawCopies.prepare(keyOf(dragged), wanted);
        const message = dragged.kind === 'stems' ? toDawText.noStems : stemsText.fileGone;
        return { ok: false, kind: 'not-found', message };
      }),
    'drag.start': (dragged) =>
      withAccount(async ({ dawCopies }) => {
        const key = keyOf(dragged);
        const paths = await dawCopies.pathsOf(key);
        if (!paths) return { ok: false, kind: 'not-found', message: toDawText.notPrepared };
        // On the disk before another program can refer to them.
        await dawCopies.keep(key);
        actions.startDrag(paths);
        return nothing;
      }),
    'drag.show': (dragged) =>
      withAccount(async ({ dawCopies }) => {
        const key = keyOf(dragged);
        const [path] = (await dawCopies.pathsOf(key)) ?? [];
        if (path === undefined) return { ok: false, kind: 'not-found', message: toDawText.notPrepared };
        // It can be dragged from there too.
        await dawCopies.keep(key);
        actions.showInFolder(path);
        return nothing;
      }),
    'drag.copies': () => withAccount(({ dawCopies }) => done(dawCopies.usage())),
    'drag.showCopies': () =>
      withAccount(({ dawCopies }) => {
        actions.showInFolder(dawCopies.folder);
        return nothing;
      }),
    'drag.deleteCopies': () =>
      withAccount(async ({ dawCopies }) => {
        await dawCopies.deleteAll();
        return done(dawCopies.usage());
      }),
  };
}
