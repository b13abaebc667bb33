import * as z from 'zod';
import { done, type HandlersOf, nothing } from '../../client/account/handlers/handlers.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { LocalState, ShownSong } from '../../protocol/ipc/local-channels.ts';
import { installedFilesSchema, type ReaperScript } from '../reaper/reaper-script.ts';
import type { AppActions } from '../runtime/app-actions.ts';
import { localText } from '../text/local.ts';

/** The choices of this computer's user, for all accounts. */
export const localSettingsSchema = z.object({
  http: z.boolean(),
  reaper: z.object({
    /** Null for the usual one. */
    folder: z.string().nullable(),
    /** Null if the script isn't installed. */
    files: installedFilesSchema.nullable(),
  }),
});
export type LocalSettings = z.infer<typeof localSettingsSchema>;

/** The handlers of the settings' screen. One thing happens at a time. */
export function createLocalHandlers(parts: {
  actions: Pick<AppActions, 'chooseFolder' | 'showInFolder'>;
  script: ReaperScript;
  queue: SerialQueue;
  settings(): LocalSettings;
  change(changes: Partial<LocalSettings>): Promise<void>;
  /** Opens or closes the way in as the settings say. */
  apply(): Promise<void>;
  isOpen(): boolean;
  readState(): Promise<LocalState>;
  showing(song: ShownSong | null): void;
}): HandlersOf<'local' | 'reaper'> {
  const { actions, script, queue, settings, change, apply } = parts;
  const state = async () => done(await parts.readState());
  const changeReaper = (changes: Partial<LocalSettings['reaper']>) =>
    change({ reaper: { ...settings().reaper, ...changes } });

  return {
    'local.state': () => queue.run(state),
    'local.setHttp': ({ isOn }) =>
      queue.run(async () => {
        await change({ http: isOn });
        await apply();
        return state();
      }),
    'local.showing': async (song) => {
      parts.showing(song);
      return nothing;
    },
    'reaper.install': () =>
      queue.run(async () => {
        const installed = await script.install(settings().reaper);
        if (!installed.ok) return installed;
        await changeReaper({ files: installed.data });
        if (!parts.isOpen()) await apply();
        return state();
      }),
    'reaper.remove': () =>
      queue.run(async () => {
        const removed = await script.remove(settings().reaper);
        if (!removed.ok) return removed;
        await changeReaper({ files: null });
        if (!settings().http) await apply();
        return state();
      }),
    'reaper.chooseFolder': () =>
      queue.run(async () => {
        const chosen = await actions.chooseFolder(localText.chooseReaperFolder);
        if (chosen === null) return state();
        if (!(await script.isReapersFolder(chosen)))
          return { ok: false, kind: 'invalid', message: localText.notReapersFolder(chosen) };
        await changeReaper({ folder: chosen });
        return state();
      }),
    'reaper.show': async () => {
      actions.showInFolder((await script.look(settings().reaper)).script);
      return nothing;
    },
  };
}
