import { join } from 'node:path';
import { ensureBuilt, ensurePageBuilt } from '../app-build.ts';
import { pinnedNode } from '../dependencies.mjs';
import { type ElectronProgram, ensureElectron } from '../electron.ts';
import { startEmbeddedServer, untilHealthy } from '../embedded-server.ts';
import { type RunningProcess, startProcess } from '../processes.ts';
import { say, step } from '../say.mjs';
import { type HeadlessRequest, hasDisplay, type TaskRequest } from '../task-arguments.ts';
import { type Keep, runUntilEnd } from './run-until-end.ts';

/** Starts the server, unless one is given, and the app; without a display, the server and a watcher. */
export async function start(root: string, task: TaskRequest): Promise<number> {
  const display = hasDisplay(process.platform, process.env);
  const program = display ? await prepareApp(root) : undefined;
  return runUntilEnd(async (keep) => {
    if (!program && !task.serverUrl) await ensurePageBuilt(root);
    const url = task.serverUrl ?? (await startOwnServer(root, keep));
    if (task.serverUrl) {
      const problem = await untilHealthy(task.serverUrl, 3_000);
      if (problem)
        say(`${problem}. Continuing without it: the app works offline and connects when the server is back.`);
    }
    if (program) {
      keep(startApp(root, program, { BANDMATE_SERVER_URL: url }), 'app');
      say(`BandMate is open. Server: ${url}. Ctrl-C ends it.`);
      return;
    }
    say('There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): running without a window.');
    if (task.headless) keep(startWatcher(root, url, task.headless), 'service');
    else printHowToWatch();
    say(`Server: ${url}. Ctrl-C ends it.`);
  });
}

/** Gets the executable and builds the app. Throws a sentence for the user. */
export async function prepareApp(root: string): Promise<ElectronProgram> {
  const electron = await ensureElectron(root);
  if (!electron.ok) throw new Error(electron.message);
  await ensureBuilt(root);
  return electron.program;
}

export function startApp(
  root: string,
  program: ElectronProgram,
  environment: NodeJS.ProcessEnv,
): RunningProcess {
  // Chromium refuses to run as root with its sandbox on.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return startProcess({
    name: 'app',
    command: program.executable,
    arguments: [...(asRoot ? ['--no-sandbox'] : []), root],
    environment: {
      BANDMATE_USER_DATA: join(root, '.data/app'),
      ...process.env,
      ...program.environment,
      ...environment,
    },
    directory: root,
  });
}

async function startOwnServer(root: string, keep: Keep): Promise<string> {
  const dataDirectory = process.env.DATA_DIR ?? join(root, '.data/server');
  const server = await step('Starting the server', () => startEmbeddedServer(root, { dataDirectory }));
  keep(server.process, 'service');
  return server.url;
}

function startWatcher(root: string, url: string, request: HeadlessRequest): RunningProcess {
  const { folder, email, project, vibe } = request;
  say(`Watching ${folder} as ${email}.`);
  return startProcess({
    name: 'watcher',
    command: pinnedNode(root),
    arguments: [
      join(root, 'main/cli.ts'),
      ...['watch', folder, '--server', url, '--email', email, '--project', project],
      ...(vibe ? ['--vibe', vibe] : []),
    ],
    environment: { BANDMATE_USER_DATA: join(root, '.data/watcher'), ...process.env },
    directory: root,
  });
}

function printHowToWatch(): void {
  say(
    'No folder is watched. To watch one, set BANDMATE_EMAIL and BANDMATE_PASSWORD and run: npm start -- --folder FOLDER --project NAME',
  );
}
