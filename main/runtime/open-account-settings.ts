import type { AccountSettingsStore } from '../../client/account/account-settings.ts';
import { createAccountSettings, defaultSettings } from '../../client/account/account-settings.ts';
import type { Log } from '../../client/common/log.ts';
import { type AccountSettings, accountSettingsSchema } from '../../protocol/ipc/settings.ts';
import { createJsonFile } from '../common/json-file.ts';

/** Settings stored in a small file. */
export async function openAccountSettings(
  path: string,
  changed: (settings: AccountSettings) => void,
  log: Log,
): Promise<AccountSettingsStore> {
  const file = createJsonFile(path, accountSettingsSchema, defaultSettings);
  return createAccountSettings({
    saved: await file.read(),
    changed,
    save: (settings) =>
      file
        .write(settings)
        .catch((error: unknown) => log.warn({ error: String(error) }, 'Settings last until the app quits')),
  });
}
