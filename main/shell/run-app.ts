import { join } from 'node:path';
import { app, type BrowserWindow, dialog, powerMonitor } from 'electron';
import type { PushMessage } from '../../client/account/push-message.ts';
import type { Log } from '../../client/common/log.ts';
import { systemClock } from '../../common/clock.ts';
import type { OpenTarget } from '../../protocol/ipc/open-target.ts';
import { createJsonFile } from '../common/json-file.ts';
import { createGuard, originOf } from '../ipc/guard.ts';
import { answerCalls } from '../ipc/ipc-main.ts';
import { sendPush } from '../ipc/ipc-web-contents.ts';
import type { AppActions } from '../runtime/app-actions.ts';
import type { Runtime } from '../runtime/create-runtime.ts';
import { createUpdates } from '../updates/create-updates.ts';
import { serveApp } from './app-protocol.ts';
import { createBesideWindow } from './beside-desktop.ts';
import { claimDeepLinks, followDeepLinks } from './deep-links.ts';
import { createDesktopActions } from './desktop-actions.ts';
import { loadUpdater } from './desktop-updater.ts';
import { denyPermissions } from './harden.ts';
import { setApplicationMenu } from './menu.ts';
import { firstMiniState, miniStateSchema } from './mini-window.ts';
import { createNativeAlerts } from './native-alerts.ts';
import { stopBeforeQuit } from './quit.ts';
import { type AppWindow, createWindow, showWindow } from './window.ts';
import { createWindowHandlers } from './window-handlers.ts';
import { firstWindowState, windowStateSchema } from './window-state.ts';

export type AppDependencies = {
  userData: string;
  /** The built renderer's folder, and the preload beside it. */
  rendererRoot: string;
  preload: string;
  pageUrl: string;
  log: Log;
  createRuntime(actions: AppActions): Runtime;
};

/** The app's life, from `ready` to the last window. */
export async function runApp(dependencies: AppDependencies): Promise<void> {
  const { userData, rendererRoot, preload, pageUrl, log } = dependencies;
  const state = createJsonFile(join(userData, 'window.json'), windowStateSchema, firstWindowState);
  const miniState = createJsonFile(join(userData, 'mini-window.json'), miniStateSchema, firstMiniState);
  let appWindow: AppWindow | undefined;
  const currentWindow = (): BrowserWindow | undefined =>
    appWindow?.browserWindow.isDestroyed() === false ? appWindow.browserWindow : undefined;

  const currentMini = () => (currentWindow() ? appWindow?.mini : undefined);
  let isQuitting = false;

  /** A click outside the window (a link, a notification) before the runtime was created. */
  let early: OpenTarget | undefined;
  let openTarget = (target: OpenTarget) => {
    early = target;
  };
  let receiveSignIn: Runtime['receiveSignIn'] = () => {};
  followDeepLinks(
    (target) => openTarget(target),
    (answer) => receiveSignIn(answer),
    log,
  );

  await app.whenReady();
  claimDeepLinks(log);
  denyPermissions(originOf(pageUrl) ?? '');

  const beside = createBesideWindow(log);
  const runtime = dependencies.createRuntime(
    createDesktopActions(currentWindow, {
      notify: createNativeAlerts({ currentWindow, open: (target) => openTarget(target), log }),
      openTarget: (target) => openTarget(target),
      beside: beside.desktop,
    }),
  );
  receiveSignIn = runtime.receiveSignIn;
  openTarget = (target) => {
    runtime.open(target);
    currentMini()?.change({ isMini: false });
    show();
  };
  if (early) runtime.open(early);
  const updates = createUpdates({
    ...(await loadUpdater(userData, log)),
    mayDownload: () => runtime.beside.state().pause === null,
    ...{ clock: systemClock, log },
  });
  serveApp(rendererRoot, runtime.answerMedia);
  answerCalls(
    createGuard({
      handlers: { ...runtime.handlers, ...createWindowHandlers(currentMini), ...updates.handlers },
      origin: originOf(pageUrl) ?? '',
      isOurWindow: (id) => currentWindow()?.webContents.id === id,
      log,
    }),
  );
  beside.follow(runtime, { show, toggleMini, showMini, isOpen: () => currentWindow() !== undefined });
  setApplicationMenu({
    toggleMini,
    retryConnection: () => void runtime.handlers['connection.retryNow'](null),
  });
  const push = (message: PushMessage) => {
    const window = currentWindow();
    if (window) sendPush(window.webContents, message);
  };
  runtime.onPush(push);
  updates.onChange((data) => push({ name: 'updates.changed', data }));
  powerMonitor.on('suspend', runtime.suspend);
  powerMonitor.on('resume', runtime.resume);

  let opening: Promise<void> | undefined;
  function show(): void {
    const window = currentWindow();
    if (window) showWindow(window);
    else opening ??= open().finally(() => (opening = undefined));
  }
  async function open(): Promise<void> {
    appWindow = await createWindow({
      ...{ pageUrl, preload, state, miniState, log },
      onForm: (data) => push({ name: 'window.changed', data }),
      isQuitting: () => isQuitting,
    });
    appWindow.browserWindow.once('closed', runtime.pageGone);
  }
  function toggleMini(): void {
    const mini = currentMini();
    if (mini) mini.change({ isMini: !mini.form().isMini });
    show();
  }

  function showMini(): void {
    currentMini()?.change({ isMini: true });
    show();
  }

  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (!beside.staysWithoutWindow()) app.quit();
  });

  stopBeforeQuit(
    app,
    async () => {
      isQuitting = true;
      await Promise.all([appWindow?.saveState(), runtime.stop()]);
      beside.stop();
      updates.stop();
      if (runtime.isHeldUp()) process.kill(process.pid, 'SIGKILL');
    },
    log,
  );

  try {
    await runtime.start();
  } catch (error) {
    dialog.showErrorBox('BandMate can’t start', error instanceof Error ? error.message : String(error));
    app.quit();
    return;
  }
  updates.start();
  if (early || !beside.startsHidden()) show();
}
