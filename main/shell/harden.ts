import { session, shell, type WebContents } from 'electron';
import type { Log } from '../../client/common/log.ts';
import { originOf } from '../ipc/guard.ts';
import { mayOpenExternally } from './external-links.ts';

/** Nothing asks for a device, a place or a notification through the page: every permission is denied. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_webContents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}

/** The page stays where it is: no navigation away, no new window, no webview. Allowed links go to the browser. */
export function confine(webContents: WebContents, origin: string, log: Log): void {
  const keepAtHome = (event: { url: string; preventDefault(): void }) => {
    if (originOf(event.url) === origin) return;
    event.preventDefault();
    log.warn({ url: event.url.slice(0, 200) }, 'A navigation was stopped');
  };
  webContents.on('will-navigate', keepAtHome);
  webContents.on('will-frame-navigate', keepAtHome);
  webContents.on('will-redirect', keepAtHome);
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    if (mayOpenExternally(url)) {
      shell
        .openExternal(url)
        .catch((error: unknown) => log.warn({ error: String(error) }, 'No browser opened'));
    }
    return { action: 'deny' };
  });
}
