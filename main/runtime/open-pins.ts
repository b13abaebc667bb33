import type { ClientAccount } from '../../client/account/create-account.ts';
import type { Hold } from '../../client/common/hold.ts';
import { createListeners } from '../../client/common/listeners.ts';
import type { Log } from '../../client/common/log.ts';
import type { Pin } from '../../protocol/ipc/media.ts';
import { createJsonFile } from '../common/json-file.ts';
import type { Keeper } from '../media/fetch-pinned.ts';
import { type PinnedThing, pinnedThingsSchema } from '../media/pinned-files.ts';
import { createPins, type Pins } from '../media/pins.ts';

export type PinsParts = { path: string; account: ClientAccount; keeper: Keeper; hold: Hold; log: Log };

export type AccountPins = Pins & { onChange(listener: (pins: Pin[]) => void): () => void };

/** Pins stored in a small file, and checked whenever the account's projects or its connection change. */
export async function openPins({ path, account, keeper, hold, log }: PinsParts): Promise<AccountPins> {
  const file = createJsonFile<PinnedThing[]>(path, pinnedThingsSchema, []);
  const { cache, comments, connection, projectChanges, realtime } = account;
  const listeners = createListeners<Pin[]>();
  const pins = createPins({
    ...{ keeper, hold, log },
    changed: listeners.notify,
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
  const unsubscribe = [
    connection.subscribe(({ kind }) => {
      if (kind === 'online') pins.look();
    }),
    realtime.onEvent(({ name }) => {
      if (fileEvents.has(name)) pins.look();
    }),
    realtime.onSnapshot(pins.look),
    projectChanges.onChange(pins.look),
  ];
  return {
    ...pins,
    onChange: listeners.add,
    stop() {
      for (const end of unsubscribe) end();
      pins.stop();
    },
  };
}

const fileEvents = new Set([
  'file:uploaded',
  'file:peaks',
  'file:deleted',
  'file:restored',
  'cut:deleted',
  'vibe:deleted',
]);
