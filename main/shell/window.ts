import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '../../client/common/log.ts';
import type { JsonFile } from '../common/json-file.ts';
import { originOf } from '../ipc/guard.ts';
import { confine } from './harden.ts';
import { placeWindow, smallestWindow, type WindowState } from './window-state.ts';

export type WindowDependencies = {
  /** The page; its origin is the only one the window ever shows. */
  pageUrl: string;
  preload: string;
  state: JsonFile<WindowState>;
  log: Log;
};

export type AppWindow = {
  browserWindow: BrowserWindow;
  /** Writes down where the window is now; again on its own when it closes. */
  saveState(): Promise<void>;
};

/** The one place that makes a window. */
export async function createWindow(dependencies: WindowDependencies): Promise<AppWindow> {
  const { pageUrl, preload, state, log } = dependencies;
  const before = await state.read();
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...placeWindow(before, screens),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'BandMate',
    // What is seen before the page paints: the page's own background, so that nothing flashes.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1a19' : '#f7f6f5',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  });
  confine(window.webContents, originOf(pageUrl) ?? '', log);
  window.once('ready-to-show', () => {
    if (before.isMaximized) window.maximize();
    window.show();
  });
  let saved = Promise.resolve();
  function saveState(): Promise<void> {
    if (window.isDestroyed()) return saved;
    saved = state
      .write({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
      .catch((error: unknown) => log.warn({ error: String(error) }, 'The window will open elsewhere'));
    return saved;
  }
  window.on('close', () => void saveState());
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error({ reason }, 'The page crashed; loading it again');
    load();
  });
  const load = () => {
    window
      .loadURL(pageUrl)
      .catch((error: unknown) => log.error({ error: String(error) }, 'The page could not be loaded'));
  };
  load();
  // Not waited for: the page calls while it loads, and is known as ours by what is returned here.
  return { browserWindow: window, saveState };
}

/** Brings a window to the front from wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
