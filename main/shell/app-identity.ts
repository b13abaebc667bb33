import type { App } from 'electron';

/** What Windows files an app's notifications and taskbar buttons under; an installer's shortcut has to carry the same. */
export const appUserModelId = 'BandMate.Desktop';

/** To be called before anything is shown. Without it, Windows shows notifications as those of `electron.app.…`. */
export function takeIdentity(app: Pick<App, 'setAppUserModelId'>, platform: NodeJS.Platform): void {
  if (platform === 'win32') app.setAppUserModelId(appUserModelId);
}
