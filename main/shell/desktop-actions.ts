import { app, type BrowserWindow, clipboard, dialog, shell } from 'electron';
import type { AppActions } from '../runtime/app-actions.ts';
import { shellText } from '../text/shell.ts';
import { mayOpenExternally } from './external-links.ts';

/** The runtime's desktop actions, done with Electron. */
export function createDesktopActions(
  currentWindow: () => BrowserWindow | undefined,
  { notify, openTarget }: Required<Pick<AppActions, 'notify' | 'openTarget'>>,
): AppActions {
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
    openTarget,
  };
}
