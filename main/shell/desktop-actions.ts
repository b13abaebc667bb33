import { type BrowserWindow, clipboard, dialog, shell } from 'electron';
import type { AppActions } from '../runtime/app-actions.ts';

/** What the runtime may ask of the desktop, done with Electron. */
export function createDesktopActions(
  currentWindow: () => BrowserWindow | undefined,
  notify: AppActions['notify'],
): AppActions {
  return {
    async chooseFolder() {
      const window = currentWindow();
      if (!window) return null;
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Choose a bounce folder',
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    copyText: (text) => clipboard.writeText(text),
    showInFolder: (path) => shell.showItemInFolder(path),
    notify,
  };
}
