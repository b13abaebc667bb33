import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, thisMachine } from './chromium.ts';
import { pinnedNode } from './dependencies.mjs';
import { startProcess } from './processes.ts';
import { say, step } from './say.mjs';

/** The program that runs the built app. With `environment`, launchers that look for Electron find the same one. */
export type ElectronProgram = {
  kind: 'electron' | 'stand-in';
  executable: string;
  environment: Record<string, string>;
};

const downloadMilliseconds = 120_000;
/** After a failed download, wait a day before the next try: most likely this network can't reach the internet. */
const retryMilliseconds = 24 * 3_600_000;

/**
 * Electron's own binary if it is installed or can be downloaded, else the stand-in (tools/electron-host) with Chromium.
 * `message` explains what the user can do.
 */
export async function ensureElectron(
  root: string,
): Promise<{ ok: true; program: ElectronProgram } | { ok: false; message: string }> {
  const executable = await electronExecutable(root);
  if (executable && canStart(executable))
    return { ok: true, program: { kind: 'electron', executable, environment: {} } };
  const chromium = await ensureChromium(thisMachine());
  if (!chromium.ok) {
    return { ok: false, message: `Electron's binary isn't available here. ${chromium.message}` };
  }
  const folder = join(root, 'tools/electron-host');
  say(`Electron's binary is missing or can't start. Using the stand-in with Chromium at ${chromium.path}`);
  return {
    ok: true,
    program: {
      kind: 'stand-in',
      executable: join(folder, 'electron'),
      environment: { ELECTRON_OVERRIDE_DIST_PATH: folder, CHROMIUM: chromium.path },
    },
  };
}

/** Electron's own binary, installed or downloaded; undefined if this machine has no way to it. */
export async function electronExecutable(root: string): Promise<string | undefined> {
  return findElectron(root) ?? (await downloadElectron(root));
}

function findElectron(root: string): string | undefined {
  const pathFile = join(root, 'node_modules/electron/path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}

/** A minimal Linux may lack libraries that Electron needs. Run as plain Node, it loads the same ones without a display. */
function canStart(executable: string): boolean {
  const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { status, stderr } = spawnSync(executable, ['-e', ''], { env: environment, encoding: 'utf8' });
  if (status !== 0) say(`${executable} can't start: ${stderr?.trim()}`);
  return status === 0;
}

async function downloadElectron(root: string): Promise<string | undefined> {
  if (process.env.BANDMATE_NO_ELECTRON_DOWNLOAD === '1') return undefined;
  const failedBefore = join(root, 'node_modules/.cache/bandmate/electron-download-failed');
  if (existsSync(failedBefore) && Date.now() - statSync(failedBefore).mtimeMs < retryMilliseconds) {
    return undefined;
  }
  const { code, timedOut } = await step(
    'Downloading Electron’s binary',
    () =>
      startProcess({
        name: 'install-electron',
        command: pinnedNode(root),
        arguments: [join(root, 'node_modules/electron/install.js')],
        environment: process.env,
        directory: root,
        stdout: 'ignore',
        // Without internet access it prints a bare stack trace; we print a sentence instead.
        stderr: 'ignore',
        timeoutMilliseconds: downloadMilliseconds,
      }).ended,
  );
  const executable = code === 0 ? findElectron(root) : undefined;
  if (executable) return executable;
  mkdirSync(join(root, 'node_modules/.cache/bandmate'), { recursive: true });
  writeFileSync(failedBefore, '');
  say(
    timedOut
      ? `  no answer within ${downloadMilliseconds / 1000} s; will try again in a day`
      : '  download failed; will try again in a day',
  );
  return undefined;
}
