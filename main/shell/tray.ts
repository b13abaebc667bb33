import { Menu, nativeImage, Tray } from 'electron';
import type { Log } from '../../client/common/log.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import { drawTrayBitmap } from './tray-image.ts';

export type TrayActions = { show(): void; quit(): void };

export type AppTray = { showConnection(state: ConnectionState): void; destroy(): void };

const words: Record<ConnectionState['kind'], string> = {
  'signed-out': 'Signed out',
  offline: 'Offline',
  connecting: 'Connecting…',
  online: 'Online',
  unauthorised: 'Sign in again',
  revoked: 'Signed out elsewhere',
};

/** A lamp beside the clock. Null where the desktop has no place for one. */
export function createTray({ show, quit }: TrayActions, log: Log): AppTray | null {
  let tray: Tray;
  try {
    tray = new Tray(trayImage());
  } catch (error) {
    log.info({ error: String(error) }, 'This desktop has no tray');
    return null;
  }
  tray.on('click', show);
  return {
    showConnection({ kind }) {
      tray.setToolTip(`BandMate: ${words[kind]}`);
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: words[kind], enabled: false },
          { type: 'separator' },
          { label: 'Show BandMate', click: show },
          { label: 'Quit', click: quit },
        ]),
      );
    },
    destroy: () => tray.destroy(),
  };
}

function trayImage() {
  // macOS tints a template image itself; elsewhere a light grey can be seen on dark and light bars.
  const level = process.platform === 'darwin' ? 0 : 200;
  const image = nativeImage.createFromBitmap(drawTrayBitmap(16, level), { width: 16, height: 16 });
  image.addRepresentation({ scaleFactor: 2, width: 32, height: 32, buffer: drawTrayBitmap(32, level) });
  if (process.platform === 'darwin') image.setTemplateImage(true);
  return image;
}
