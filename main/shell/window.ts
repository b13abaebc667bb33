import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '../../client/common/log.ts';
import type { WindowForm } from '../../protocol/ipc/window-form.ts';
import type { JsonFile } from '../common/json-file.ts';
import { originOf } from '../ipc/guard.ts';
import { shellText } from '../text/shell.ts';
import { confine } from './harden.ts';
import { createMiniWindow, type MiniState, type MiniWindow } from './mini-window.ts';
import { placeWindow, smallestWindow, type WindowState } from './window-state.ts';

export type WindowDependencies = {
  /** The page. The window never shows another origin. */
  pageUrl: string;
  preload: string;
  state: JsonFile<WindowState>;
  miniState: JsonFile<MiniState>;
  onForm(form: WindowForm): void;
  /** Whether the app is about to end. Otherwise, closing the mini window makes it large. */
  isQuitting(): boolean;
  log: Log;
};

export type AppWindow = {
  browserWindow: BrowserWindow;
  mini: MiniWindow;
  /** Saves where the window is now. Also done when the window closes. */
  saveState(): Promise<void>;
};

/** Opens the app's window; no other code creates one. */
export async function createWindow(dependencies: WindowDependencies): Promise<AppWindow> {
  const { pageUrl, preload, state, miniState, log } = dependencies;
  const [before, miniBefore] = await Promise.all([state.read(), miniState.read()]);
  const screens = () => screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...placeWindow(before, screens()),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: shellText.appName,
    // The page's background, so that nothing flashes before its first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#151412' : '#f7f5f3',
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
  const mini = createMiniWindow(window, { main: before, mini: miniBefore, screens }, dependencies.onForm);
  let saved = Promise.resolve();
  function saveState(): Promise<void> {
    if (window.isDestroyed()) return saved;
    const states = mini.states();
    saved = Promise.all([state.write(states.main), miniState.write(states.mini)]).then(
      () => {},
      (error: unknown) => log.warn({ error: String(error) }, 'The window’s position could not be saved'),
    );
    return saved;
  }
  window.on('close', (event) => {
    if (!mini.form().isMini || dependencies.isQuitting()) return void saveState();
    event.preventDefault();
    mini.change({ isMini: false });
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error({ reason }, 'The page crashed and is reloaded');
    load();
  });
  const load = () => {
    window
      .loadURL(pageUrl)
      .catch((error: unknown) => log.error({ error: String(error) }, 'The page could not be loaded'));
  };
  load();
  // Not awaited: the page makes calls while it loads, and they are accepted only once the caller has this window.
  return { browserWindow: window, mini, saveState };
}

/** Brings a window to the front, restoring it if minimised. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
