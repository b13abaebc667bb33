import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { DevtoolsSession } from '../chromium/devtools-connection.ts';
import { refuseUnknown } from '../known-members.ts';
import { addresses } from './protocol.ts';
import { mainFrame } from './web-frame.ts';

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];

/** Chromium's names of permissions, each with Electron's. */
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

  /** Asks the app about a permission. Both handlers must allow it; a missing one allows it, as in Electron. */
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
   * Decides each permission before a page loads, because Chromium can't ask us when the page asks. Permissions that this
   * Chromium doesn't know keep its default.
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
            console.error(`The permission ${chromiumName} could not be set: ${error.message}`),
          );
      }),
    );
  }
}
Object.setPrototypeOf(Session.prototype, refuseUnknown('session', EventEmitter.prototype));

export const defaultSession = new Session();

export const decidePermissions = Session.decide.bind(Session, defaultSession);
