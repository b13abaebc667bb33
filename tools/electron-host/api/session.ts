import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { DevtoolsSession } from '../chromium/devtools-connection.ts';
import { refuseUnknown } from '../known-members.ts';
import { addresses } from './protocol.ts';
import { mainFrame } from './web-frame.ts';

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];

/** Chromium's permissions beside Electron's names for them. */
const permissions: [string, string][] = [
  ['notifications', 'notifications'],
  ['geolocation', 'geolocation'],
  ['microphone', 'media'],
  ['camera', 'media'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['idle-detection', 'idle-detection'],
  ['local-fonts', 'unknown'],
  ['window-management', 'window-management'],
  ['display-capture', 'display-capture'],
  ['persistent-storage', 'persistent-storage'],
];

class Session extends EventEmitter {
  #onRequest: RequestHandler = null;
  #onCheck: CheckHandler = null;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#onRequest = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#onCheck = handler;
  }

  /** What the app says to one permission. Both handlers have to agree; an absent one agrees, as in Electron. */
  async #allows(contents: Electron.WebContents, name: string, url: string): Promise<boolean> {
    const { origin } = mainFrame(url);
    const details = { requestingUrl: url, isMainFrame: true, securityOrigin: origin };
    const checked = this.#onCheck?.(contents, name as never, origin, details) ?? true;
    if (!checked || !this.#onRequest) return checked;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#onRequest(contents, name as never, resolve, details);
    return promise;
  }

  /**
   * Chromium can't be told to ask us when a page asks it, so each permission is decided before a page loads. Names this Chromium doesn't know are left to it.
   */
  static async decide(
    session: Session,
    browser: DevtoolsSession,
    contents: Electron.WebContents,
    url: string,
  ): Promise<void> {
    if (!/^https?:/.test(addresses.toChromium(url))) return;
    const { origin } = new URL(addresses.toChromium(url));
    await Promise.all(
      permissions.map(async ([chromiumName, name]) => {
        const setting = (await session.#allows(contents, name, url)) ? 'granted' : 'denied';
        await browser
          .send('Browser.setPermission', { permission: { name: chromiumName }, setting, origin })
          .catch((error: Error) =>
            console.error(`The permission ${chromiumName} stays as it was: ${error.message}`),
          );
      }),
    );
  }
}
Object.setPrototypeOf(Session.prototype, refuseUnknown('session', EventEmitter.prototype));

export const defaultSession = new Session();

export const decidePermissions = Session.decide.bind(Session, defaultSession);
