import type { App } from 'electron';

/** Windows groups notifications and taskbar buttons by this id; an installer's shortcut must have the same one. */
export const appUserModelId = 'BandMate.Desktop';

/** Call before anything is shown. Without it, Windows shows notifications as those of `electron.app.…`. */
export function setAppIdentity(app: Pick<App, 'setAppUserModelId'>, platform: NodeJS.Platform): void {
  if (platform === 'win32') app.setAppUserModelId(appUserModelId);
}
