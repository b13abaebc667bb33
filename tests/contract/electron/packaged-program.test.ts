import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { onElectron } from '../../helpers/electron-executable.ts';
import { until } from '../../helpers/until.ts';

/** The program that `npm run package app.asar` leaves where Electron's own binary is. */
const work = join(import.meta.dirname, '../../../dist/app/work');
const program = [
  'linux-unpacked/bandmate',
  'win-unpacked/BandMate.exe',
  'mac/BandMate.app/Contents/MacOS/BandMate',
  'mac-arm64/BandMate.app/Contents/MacOS/BandMate',
]
  .map((path) => join(work, path))
  .find(existsSync);

/** Starts it with data of its own, and ends it with the test. */
async function start(args: string[], env: Record<string, string>) {
  const userData = await temporaryFolder();
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(program ?? '', [...args, ...asRoot], {
    env: { ...process.env, BANDMATE_USER_DATA: userData, ...env },
  });
  disposeLater(async () => {
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, 'exit');
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  const hasStarted = () => existsSync(join(userData, 'logs/main.log'));
  return { child, userData, hasStarted, output: () => output };
}

describe.runIf(onElectron && program !== undefined)('the packaged program on Electron itself', () => {
  it('starts on a clean account, from its archive', async () => {
    const app = await start([], {});
    await until(app.hasStarted, { what: 'the log of the app' });
    expect(await readdir(app.userData)).toContain('logs');
  });

  it('doesn’t run as Node', async () => {
    const app = await start(['-e', 'console.log("ran as Node")'], { ELECTRON_RUN_AS_NODE: '1' });
    await until(app.hasStarted, { what: 'the app instead' });
    expect(app.output()).not.toContain('ran as Node');
  });

  it('opens no debugger, and takes no options for Node', async () => {
    const app = await start(['--inspect=0'], { NODE_OPTIONS: '--inspect=0' });
    await until(app.hasStarted, { what: 'the app' });
    expect(app.output()).not.toContain('Debugger listening');
  });
});
