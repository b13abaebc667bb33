import { Menu, nativeImage, Tray } from 'electron';
import type { Log } from '../../client/common/log.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import { shellText } from '../text/shell.ts';
import { drawTrayBitmap } from './tray-image.ts';

export type TrayActions = { show(): void; toggleMini(): void; quit(): void };

export type AppTray = { showConnection(kind: ConnectionState['kind']): void; destroy(): void };

/** The icon in the system tray, with the state of the connection. Null if the desktop has no tray. */
export function createTray({ show, toggleMini, quit }: TrayActions, log: Log): AppTray | null {
  let tray: Tray;
  try {
    tray = new Tray(trayImage());
  } catch (error) {
    log.info({ error: String(error) }, 'This desktop has no tray');
    return null;
  }
  tray.on('click', show);
  return {
    showConnection(kind) {
      const state = shellText.tray.connection[kind];
      tray.setToolTip(shellText.tray.tooltip(state));
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: state, enabled: false },
          { type: 'separator' },
          { label: shellText.tray.show, click: show },
          { label: shellText.menu.mini, click: toggleMini },
          { label: shellText.tray.quit, click: quit },
        ]),
      );
    },
    destroy: () => tray.destroy(),
  };
}

function trayImage() {
  // macOS tints a template image. On other systems, light grey is visible on dark and light bars.
  const level = process.platform === 'darwin' ? 0 : 200;
  const image = nativeImage.createFromBitmap(drawTrayBitmap(16, level), { width: 16, height: 16 });
  image.addRepresentation({ scaleFactor: 2, width: 32, height: 32, buffer: drawTrayBitmap(32, level) });
  if (process.platform === 'darwin') image.setTemplateImage(true);
  return image;
}
