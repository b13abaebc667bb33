import type { ClientAccount } from '../../client/account/create-account.ts';
import type { Log } from '../../client/common/log.ts';
import type { Pin } from '../../protocol/ipc/media.ts';
import { createJsonFile } from '../common/json-file.ts';
import type { Keeper } from '../media/fetch-pinned.ts';
import { type PinnedThing, pinnedThingsSchema } from '../media/pinned-files.ts';
import { createPins, type Pins } from '../media/pins.ts';

export type PinsParts = {
  path: string;
  account: ClientAccount;
  keeper: Keeper;
  changed(pins: Pin[]): void;
  log: Log;
};

/** Pins in a small file, looked at anew whenever the account's projects or its connection change. */
export async function openPins({ path, account, keeper, changed, log }: PinsParts): Promise<Pins> {
  const file = createJsonFile<PinnedThing[]>(path, pinnedThingsSchema, []);
  const { cache, comments, realtime } = account;
  const pins = createPins({
    ...{ keeper, changed, log },
    kept: await file.read(),
    remember: (things) =>
      void file
        .write([...things])
        .catch((error: unknown) => log.warn({ error: String(error) }, 'Pins last until the app quits')),
    readProject: cache.readProject,
    projectOfCut: cache.findProjectOf,
    isProjectGone: (projectId) =>
      cache.hasProjects() && !cache.listProjects().some(({ id }) => id === projectId),
    keepComments: async (cutId) => (await comments.list(cutId)).ok,
  });
  const unsubscribe = realtime.subscribe(({ kind }) => {
    if (kind === 'online') pins.look();
  });
  const unlisten = realtime.onEvent(({ name }) => {
    if (changesFiles.has(name)) pins.look();
  });
  return {
    ...pins,
    stop() {
      unsubscribe();
      unlisten();
      pins.stop();
    },
  };
}

const changesFiles = new Set(['file:uploaded', 'file:peaks', 'file:deleted', 'cut:deleted', 'vibe:deleted']);
