import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { Log } from '../../client/common/log.ts';
import { createJsonFile } from '../common/json-file.ts';
import type { Updater } from '../updates/create-updates.ts';
import { chooseFeed, firstUpdateSettings, updateSettingsSchema } from '../updates/update-feed.ts';

/** electron-updater on the feed of this app, or why there is none. Loaded only where there is one. */
export async function loadUpdater(
  userData: string,
  log: Log,
): Promise<{ updater: Updater | null; off?: 'development' | 'no-feed' }> {
  const settings = createJsonFile(join(userData, 'updates.json'), updateSettingsSchema, firstUpdateSettings);
  const hasBuiltIn = existsSync(join(process.resourcesPath, 'app-update.yml'));
  const feed = chooseFeed({
    isPackaged: app.isPackaged,
    variable: process.env.BANDMATE_UPDATE_FEED,
    settings: await settings.read(),
    hasBuiltIn,
  });
  if (feed.kind === 'off') return { updater: null, off: feed.reason };
  const { default: library } = await import('electron-updater');
  const updater: AppUpdater = library.autoUpdater;
  updater.logger = {
    info: (message) => log.info({ message: String(message) }, 'Updates'),
    warn: (message) => log.warn({ message: String(message) }, 'Updates'),
    error: (message) => log.warn({ message: String(message) }, 'Updates'),
  };
  updater.allowDowngrade = false;
  // A Debian package is installed with the administrator's password, so never without being asked.
  updater.autoInstallOnAppQuit = !(updater instanceof library.DebUpdater);
  if (feed.kind === 'address') {
    // The file also names the cache and, on Windows, the publisher: the package's own one stays in use if it has one.
    if (!hasBuiltIn) {
      updater.updateConfigPath = join(userData, 'app-update.yml');
      await writeFile(
        join(userData, 'app-update.yml'),
        'provider: generic\nupdaterCacheDirName: bandmate-updater\n',
      );
    }
    updater.setFeedURL({ provider: 'generic', url: feed.url });
  }
  return { updater };
}
