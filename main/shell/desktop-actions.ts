import { dirname, extname, join } from 'node:path';
import { app, type BrowserWindow, clipboard, dialog, nativeImage, shell } from 'electron';
import type { AppActions } from '../runtime/app-actions.ts';
import { shellText } from '../text/shell.ts';
import { mayOpenExternally } from './external-links.ts';
import { drawTrayImage } from './tray-image.ts';

/** The size of the picture under the pointer that drags a file, in pixels. */
const dragImageSize = 48;

/** The runtime's desktop actions, done with Electron. */
export function createDesktopActions(
  currentWindow: () => BrowserWindow | undefined,
  { notify, openTarget, beside }: Required<Pick<AppActions, 'notify' | 'openTarget' | 'beside'>>,
): AppActions {
  let savedIn = '';
  return {
    async chooseFolder(title = shellText.chooseFolder) {
      const window = currentWindow();
      if (!window) return null;
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title,
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async chooseSavePath(name) {
      const window = currentWindow();
      if (!window) return null;
      const extension = extname(name).slice(1);
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: shellText.save,
        defaultPath: join(savedIn || app.getPath('downloads'), name),
        filters: [{ name: extension, extensions: [extension] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      if (canceled || !filePath) return null;
      savedIn = dirname(filePath);
      return filePath;
    },
    startDrag(paths) {
      const icon = nativeImage.createFromBuffer(drawTrayImage(null, dragImageSize, false));
      currentWindow()?.webContents.startDrag({ file: paths[0] ?? '', files: [...paths], icon });
    },
    copyText: (text) => clipboard.writeText(text),
    downloadsFolder: () => app.getPath('downloads'),
    showInFolder: (path) => shell.showItemInFolder(path),
    async openInBrowser(address, serverUrl) {
      if (!mayOpenExternally(address.href, serverUrl)) return false;
      try {
        await shell.openExternal(address.href);
        return true;
      } catch {
        return false;
      }
    },
    ...{ notify, openTarget, beside },
  };
}
