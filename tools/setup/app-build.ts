import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, setUpLockFile } from './dependencies.mjs';
import { startProcess } from './processes.ts';
import { say, step } from './say.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

const sources = ['audio', 'commands', 'common', 'protocol', 'client', 'main', 'preload', 'renderer'];
const files = ['electron.vite.config.ts', 'package.json', 'package-lock.json'];

/** Builds the app into out/ unless it is up to date with the sources. Throws if the build fails. */
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
      if (code !== 0) throw new Error('The build failed. See the output above.');
    });
    mkdirSync(join(root, 'node_modules/.cache/bandmate'), { recursive: true });
    writeFileSync(stampFile, stamp);
  });
}

/** Like `ensureBuilt`, for a server: without a build it only lacks the page for browsers, so a failure is a warning. */
export async function ensurePageBuilt(root: string): Promise<void> {
  try {
    await ensureBuilt(root);
  } catch (error) {
    say(`${(error as Error).message} The server starts without the page for browsers; the app still works.`);
  }
}

/** Makes the next `ensureBuilt` build again, because something else wrote into out/. */
export function forgetBuild(root: string): void {
  rmSync(stampFileOf(root), { force: true });
}

function stampFileOf(root: string): string {
  return join(root, 'node_modules/.cache/bandmate/build');
}

/** Hashes contents, not times: a fresh clone or a switched branch has new times. */
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
