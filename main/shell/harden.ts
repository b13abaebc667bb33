import { session, shell, type WebContents } from 'electron';
import type { Log } from '../../client/common/log.ts';
import { originOf } from '../ipc/guard.ts';
import { mayOpenExternally } from './external-links.ts';

/**
 * Denies every permission: the page needs no device, location or notification. Only the names of the audio outputs may be
 * looked up by our own page. Chromium counts them as names of audio devices, a microphone's among them; to use one, it
 * would have to ask, and is denied.
 */
export function denyPermissions(ourOrigin: string): void {
  session.defaultSession.setPermissionRequestHandler((_webContents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler((_webContents, permission, origin, details) =>
    maySeeOutputs(permission, details.mediaType, originOf(origin) === ourOrigin),
  );
}

export function maySeeOutputs(permission: string, mediaType: string | undefined, isOurs: boolean): boolean {
  return isOurs && (permission === 'speaker-selection' || (permission === 'media' && mediaType === 'audio'));
}

/** Prevents the page from navigating away, opening windows or attaching webviews. Allowed links open in the browser. */
export function confine(webContents: WebContents, origin: string, log: Log): void {
  const preventLeaving = (event: { url: string; preventDefault(): void }) => {
    if (originOf(event.url) === origin) return;
    event.preventDefault();
    log.warn({ url: event.url.slice(0, 200) }, 'A navigation was prevented');
  };
  webContents.on('will-navigate', preventLeaving);
  webContents.on('will-frame-navigate', preventLeaving);
  webContents.on('will-redirect', preventLeaving);
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    if (mayOpenExternally(url)) {
      shell
        .openExternal(url)
        .catch((error: unknown) => log.warn({ error: String(error) }, 'The browser could not be opened'));
    }
    return { action: 'deny' };
  });
}
