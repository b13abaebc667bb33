import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensurePageBuilt } from '../setup/app-build.ts';
import { pinnedNode } from '../setup/dependencies.mjs';
import { startEmbeddedServer } from '../setup/embedded-server.ts';
import { type RunningProcess, startProcess } from '../setup/processes.ts';
import { say, step } from '../setup/say.mjs';
import { hasDisplay } from '../setup/task-arguments.ts';
import { runUntilEnd } from '../setup/tasks/run-until-end.ts';
import { prepareApp, startApp } from '../setup/tasks/start.ts';
import { type BandMember, joinBand, signUp } from './band.ts';
import { clock, followProject } from './follow.ts';
import { bounceVibe, makeProject } from './songs.ts';

/** Ten minutes of bounces. A forgotten demo must not fill the disk. */
const bounces = 100;
const everySeconds = 6;

/**
 * Runs a band of three on its own server. Ben's DAW bounces into a folder that his headless client watches. Ana's app,
 * or lines in the terminal if there is no display, shows each bounce as it arrives. Everything is deleted at the end.
 */
export async function demo(root: string): Promise<number> {
  const program = hasDisplay(process.platform, process.env) ? await prepareApp(root) : undefined;
  if (!program) await ensurePageBuilt(root);
  const folder = await mkdtemp(join(tmpdir(), 'bandmate-demo-'));
  try {
    return await runUntilEnd(async (keep) => {
      const server = await step('Starting a server for the demo', () =>
        startEmbeddedServer(root, { dataDirectory: join(folder, 'server') }),
      );
      keep(server.process, 'service');
      const { ana, ben, project } = await step('Creating the band', () => createBand(server.url));

      const bounceFolder = join(folder, 'bounces');
      mkdirSync(bounceFolder);
      const watcher = startWatcher(root, server.url, ben, { project: project.name, folder: bounceFolder });
      keep(watcher, 'service');
      await step('Starting Ben’s client to watch his bounce folder', () => untilWatching(watcher));

      const password = `password ${ana.password}`;
      if (program) {
        const environment = {
          BANDMATE_USER_DATA: join(folder, 'app'),
          BANDMATE_SERVER_URL: server.url,
          BANDMATE_EMAIL: ana.email,
          BANDMATE_PASSWORD: ana.password,
        };
        keep(startApp(root, program, environment), 'app');
        say(`The app is signed in as Ana. Open “${project.name}” and watch “${bounceVibe}”.`);
      } else {
        say('There is no display, so each line below is something Ana’s screen would show.');
      }
      await followProject(server.url, ana, project.id, say);
      say(
        `Server: ${server.url}; sign in as ana@, ben@ or cy@band.example, ${password}. Ctrl-C ends it all.`,
      );

      const daw = startDaw(root, bounceFolder);
      keep(daw, 'errand');
      printBounces(daw);
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function createBand(url: string) {
  const password = randomBytes(6).toString('base64url');
  const [ana, ben, cy] = await Promise.all([
    signUp(url, 'Ana', password),
    signUp(url, 'Ben', password),
    signUp(url, 'Cy', password),
  ]);
  const project = await makeProject(ana, [ben, cy], (projectId, newcomer) =>
    joinBand(ana, projectId, newcomer),
  );
  return { ana, ben, project };
}

function startWatcher(
  root: string,
  url: string,
  member: BandMember,
  where: { folder: string; project: string },
): RunningProcess {
  const { folder, project } = where;
  return startProcess({
    name: 'watcher',
    command: pinnedNode(root),
    arguments: [
      join(root, 'main/cli.ts'),
      ...['watch', folder, '--server', url, '--email', member.email],
      ...['--project', project, '--vibe', bounceVibe, '--json'],
    ],
    environment: {
      ...process.env,
      BANDMATE_PASSWORD: member.password,
      BANDMATE_USER_DATA: join(folder, '../watcher'),
    },
    directory: root,
    stdout: 'pipe',
  });
}

/** Waits for the client's `watching` event, a line of JSON. Later lines are read and dropped. */
async function untilWatching(watcher: RunningProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    linesOf(watcher).on('line', (line) => {
      if (JSON.parse(line).event === 'watching') resolve();
    });
    void watcher.ended.then(() => reject(new Error('Ben’s client ended before it started watching.')));
  });
}

function startDaw(root: string, folder: string): RunningProcess {
  return startProcess({
    name: 'DAW',
    command: pinnedNode(root),
    arguments: [
      join(root, 'tools/daw-simulator/run.ts'),
      ...[folder, '--every', String(everySeconds), '--count', String(bounces)],
    ],
    environment: process.env,
    directory: root,
    stdout: 'pipe',
  });
}

function printBounces(daw: RunningProcess): void {
  let printed = 0;
  linesOf(daw).on('line', (name) => {
    say(`${clock()}  Ben’s DAW has written ${name}`);
    if (++printed === bounces) say(`That was the last of the ${bounces} bounces.`);
  });
}

function linesOf(running: RunningProcess) {
  if (!running.stdout) throw new Error(`The output of ${running.name} is not piped.`);
  return createInterface({ input: running.stdout });
}
