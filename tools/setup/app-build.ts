import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, setUpLockFile } from './dependencies.mjs';
import { startProcess } from './processes.ts';
import { say, step } from './say.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

const sources = ['audio', 'commands', 'common', 'protocol', 'client', 'main', 'preload', 'renderer'];
const files = ['electron.vite.config.ts', 'package.json', 'package-lock.json'];

/** Builds the app into out/, unless out/ was built from exactly these sources. Throws if the build fails. */
export async function ensureBuilt(root: string): Promise<void> {
  await withSetUpLock(setUpLockFile(root), async () => {
    const stampFile = stampFileOf(root);
    const stamp = fingerprint(root);
    const isCurrent = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
    const results = ['out/main/index.js', 'out/renderer/index.html'];
    if (isCurrent && results.every((result) => existsSync(join(root, result)))) return;
    rmSync(stampFile, { force: true });
    await step('Building the app', async () => {
      const { code } = await startProcess({
        name: 'electron-vite',
        command: pinnedNode(root),
        arguments: [
          join(root, 'node_modules/electron-vite/bin/electron-vite.js'),
          'build',
          '--logLevel',
          'warn',
        ],
        environment: process.env,
        directory: root,
        timeoutMilliseconds: 10 * 60_000,
      }).ended;
      if (code !== 0) throw new Error('The app can’t be built; the reason is above.');
    });
    mkdirSync(join(root, 'node_modules/.cache/bandmate'), { recursive: true });
    writeFileSync(stampFile, stamp);
  });
}

/** The same, for a server: it serves the built page to browsers, and does everything else without it. */
export async function ensurePageBuilt(root: string): Promise<void> {
  try {
    await ensureBuilt(root);
  } catch (error) {
    say(`${(error as Error).message} The server has no page for browsers; the app still works.`);
  }
}

/** Makes the next `ensureBuilt` build: something else wrote into out/. */
export function forgetBuild(root: string): void {
  rmSync(stampFileOf(root), { force: true });
}

function stampFileOf(root: string): string {
  return join(root, 'node_modules/.cache/bandmate/build');
}

/** By content, since a fresh clone and a switched branch have new times. */
function fingerprint(root: string): string {
  const hash = createHash('sha256');
  const paths = sources.flatMap((folder) => {
    if (!existsSync(join(root, folder))) return [];
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  });
  for (const path of [...paths.sort(), ...files.map((file) => join(root, file))]) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}
