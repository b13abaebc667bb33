import './common/file-threads.ts';

import { join } from 'node:path';
import { app, dialog } from 'electron';
import { createLog } from './common/log.ts';
import { createRuntime } from './runtime/create-runtime.ts';
import { readLaunchOptions } from './runtime/launch-options.ts';
import { setAppIdentity } from './shell/app-identity.ts';
import { registerAppScheme } from './shell/app-protocol.ts';
import { bundleOrigin } from './shell/bundle-files.ts';
import { runApp } from './shell/run-app.ts';
import { createSafeStorageSecretStore } from './shell/safe-storage.ts';
import { shellText } from './text/shell.ts';

const launch = readLaunchOptions(process.env);
if (launch.userData) app.setPath('userData', launch.userData);

if (!app.requestSingleInstanceLock()) app.quit();
else start();

function start(): void {
  setAppIdentity(app, process.platform);
  app.enableSandbox();
  registerAppScheme();

  const userData = app.getPath('userData');
  const log = createLog(join(userData, 'logs', 'main.log'));
  const giveUp = (error: Error) => {
    log.error({ error: error.stack }, 'An uncaught error');
    dialog.showErrorBox(shellText.crashed.title, shellText.crashed.message(error.message));
    app.exit(1);
  };
  process.on('uncaughtException', giveUp);
  // Electron continues after these and reports them only on its terminal (electron/electron#37464).
  process.on('unhandledRejection', (reason) => {
    log.error({ error: reason instanceof Error ? reason.stack : String(reason) }, 'An unhandled rejection');
  });
  process.once('SIGINT', () => app.quit());
  process.once('SIGTERM', () => app.quit());

  // The development server of electron-vite has its own origin. A packaged app ignores the variable.
  const developmentUrl = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;

  runApp({
    userData,
    rendererRoot: join(import.meta.dirname, '../renderer'),
    preload: join(import.meta.dirname, '../preload/index.cjs'),
    pageUrl: developmentUrl ?? `${bundleOrigin}/index.html`,
    log,
    createRuntime: (actions) =>
      createRuntime({
        userData,
        log,
        actions,
        version: app.getVersion(),
        platform: launch.platform,
        secrets: createSafeStorageSecretStore(join(userData, 'sign-in'), log),
        suggestedServerUrl: launch.serverUrl,
        ...(launch.unattendedSignIn && { unattendedSignIn: launch.unattendedSignIn }),
      }),
  }).catch(giveUp);
}
