/** The module that `import … from 'electron'` resolves to in the stand-in. */
import { app } from './api/app.ts';
import { BrowserWindow } from './api/browser-window.ts';
import { clipboard } from './api/clipboard.ts';
import { nativeTheme, powerMonitor, screen, session, shell } from './api/desktop.ts';
import { dialog } from './api/dialog.ts';
import { globalShortcut } from './api/global-shortcut.ts';
import { ipcMain } from './api/ipc-main.ts';
import { Menu } from './api/menu.ts';
import { nativeImage } from './api/native-image.ts';
import { autoUpdater, net } from './api/net.ts';
import { Notification } from './api/notification.ts';
import { protocol } from './api/protocol.ts';
import { safeStorage } from './api/safe-storage.ts';
import { Tray } from './api/tray.ts';
import { WebContents } from './api/web-contents.ts';
import { missingModule } from './known-members.ts';

const crashReporter = missingModule('crashReporter');
const desktopCapturer = missingModule('desktopCapturer');
const utilityProcess = missingModule('utilityProcess');
const webContents = WebContents;

const everything = {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};

export {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};

// biome-ignore lint/style/noDefaultExport: Electron has one, with everything in it.
export default everything;
