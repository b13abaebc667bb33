import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { onElectron } from '../../helpers/electron-executable.ts';
import { until } from '../../helpers/until.ts';
import { startUpdateFeed } from '../../helpers/update-feed.ts';

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
async function start(args: string[], env: Record<string, string>, executable = program ?? '') {
  const userData = await temporaryFolder();
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(executable, [...args, ...asRoot], {
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

  it('passes the link of a second start to the first, and ends', async () => {
    // macOS sends links as events; the desktop does it there.
    if (process.platform === 'darwin') return;
    const first = await start([], {});
    await until(first.hasStarted, { what: 'the log of the app' });
    const second = await start(['bandmate://not-a-place'], { BANDMATE_USER_DATA: first.userData });
    await once(second.child, 'exit');
    await until(async () =>
      (await readFile(join(first.userData, 'logs/main.log'), 'utf8')).includes('A deep link is invalid'),
    );
    expect(first.child.exitCode).toBe(null);
  });

  it('asks its feed for updates half a minute after the start', async () => {
    const feed = await startUpdateFeed({ version: '0.0.1', bytes: Buffer.from('older') });
    disposeLater(feed.close);
    const image = join(await temporaryFolder(), 'BandMate.AppImage');
    await writeFile(image, 'older');
    await start([], { BANDMATE_UPDATE_FEED: feed.url, APPIMAGE: image });
    await until(() => feed.requests.some((path) => /^\/latest.*\.yml$/.test(path)), {
      what: 'the request of a feed',
      timeoutMilliseconds: 55_000,
    });
  });

  it('doesn’t start from an archive that was changed', async () => {
    // Electron checks it on macOS and Windows only.
    if (process.platform === 'linux') return;
    const bundle =
      process.platform === 'darwin' ? join(dirname(program ?? ''), '../..') : dirname(program ?? '');
    const copy = join(await temporaryFolder(), basename(bundle));
    await cp(bundle, copy, { recursive: true, verbatimSymlinks: true });
    const inside = (path: string) => join(copy, relative(bundle, path));
    const resources = process.platform === 'darwin' ? 'Contents/Resources' : 'resources';
    const archive = join(copy, resources, 'app.asar');
    const bytes = await readFile(archive);
    const at = bytes.lastIndexOf('A deep link is invalid');
    expect(at).toBeGreaterThan(0);
    bytes.write('B', at);
    await writeFile(archive, bytes);
    const app = await start([], {}, inside(program ?? ''));
    await once(app.child, 'exit');
    expect(app.hasStarted()).toBe(false);
  });
});
