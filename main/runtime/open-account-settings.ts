import { type AccountSettingsStore, firstSettings } from '../../client/account/account-settings.ts';
import type { Log } from '../../client/common/log.ts';
import { type AccountSettings, accountSettingsSchema } from '../../protocol/ipc/settings.ts';
import { createJsonFile } from '../common/json-file.ts';

/** Settings in memory for who has to know at once, and in a small file. */
export async function openAccountSettings(
  path: string,
  changed: (settings: AccountSettings) => void,
  log: Log,
): Promise<AccountSettingsStore> {
  const file = createJsonFile(path, accountSettingsSchema, firstSettings);
  let settings = await file.read();
  return {
    current: () => settings,
    async update({ isQuiet = settings.isQuiet, mutedProjectIds = settings.mutedProjectIds }) {
      settings = { isQuiet, mutedProjectIds: [...new Set(mutedProjectIds)] };
      changed(settings);
      await file
        .write(settings)
        .catch((error: unknown) => log.warn({ error: String(error) }, 'Settings last until the app quits'));
      return settings;
    },
  };
}
