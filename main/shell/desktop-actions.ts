import { app, type BrowserWindow, clipboard, dialog, shell } from 'electron';
import type { AppActions } from '../runtime/app-actions.ts';
import { shellText } from '../text/shell.ts';
import { mayOpenExternally } from './external-links.ts';

/** The runtime's desktop actions, done with Electron. */
export function createDesktopActions(
  currentWindow: () => BrowserWindow | undefined,
  notify: AppActions['notify'],
): AppActions {
  return {
    async chooseFolder() {
      const window = currentWindow();
      if (!window) return null;
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: shellText.chooseFolder,
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
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
    notify,
  };
}
