import { join } from 'node:path';
import { forgetBuild } from '../app-build.ts';
import { pinnedNode } from '../dependencies.mjs';
import { ensureElectron } from '../electron.ts';
import { startEmbeddedServer } from '../embedded-server.ts';
import { startProcess } from '../processes.ts';
import { say, step } from '../say.mjs';
import { hasDisplay, type TaskRequest } from '../task-arguments.ts';
import { runUntilEnd } from './run-until-end.ts';

/** Runs the app from its sources and rebuilds it when they change. Starts a server unless one is given. */
export async function dev(root: string, task: TaskRequest): Promise<number> {
  if (!hasDisplay(process.platform, process.env)) {
    say('Development opens a window, but there is no display here. Try "xvfb-run npm run dev".');
    return 1;
  }
  const electron = await ensureElectron(root);
  if (!electron.ok) throw new Error(electron.message);
  const { executable, environment } = electron.program;
  forgetBuild(root);
  return runUntilEnd(async (keep) => {
    let url = task.serverUrl;
    if (!url) {
      const dataDirectory = process.env.DATA_DIR ?? join(root, '.data/server');
      const server = await step('Starting the server', () => startEmbeddedServer(root, { dataDirectory }));
      keep(server.process, 'service');
      url = server.url;
    }
    const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
    const development = startProcess({
      name: 'electron-vite',
      command: pinnedNode(root),
      arguments: [
        join(root, 'node_modules/electron-vite/bin/electron-vite.js'),
        ...['dev', '--watch'],
        ...(asRoot ? ['--noSandbox'] : []),
      ],
      environment: {
        BANDMATE_USER_DATA: join(root, '.data/app'),
        ...process.env,
        ...environment,
        ELECTRON_EXEC_PATH: executable,
        BANDMATE_SERVER_URL: url,
      },
      directory: root,
    });
    keep(development, 'app');
  });
}
