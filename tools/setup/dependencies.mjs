import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './say.mjs';
import { withSetUpLock } from './set-up-lock.mjs';

/**
 * The path of the pinned Node version. Native modules need it: better-sqlite3 13 crashes on Node 20.
 *
 * @param {string} root
 */
export function pinnedNode(root) {
  return join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** @param {string} root */
export function setUpLockFile(root) {
  return join(root, '.cache/set-up.lock');
}

/**
 * Installs exactly the packages of package-lock.json, unless this lock file is already installed on this platform.
 *
 * @param {string} root
 */
export async function ensureDependencies(root) {
  if (isInstalled(root)) return;
  await withSetUpLock(setUpLockFile(root), async () => {
    if (isInstalled(root)) return;
    await step('Installing dependencies', async () => {
      // npm would compile better-sqlite3, which has its binaries with it, on every machine, and fail where no compiler is.
      await npm(root, 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
      await npm(root, 'rebuild', 'node', '--ignore-scripts=false');
    });
    if (!existsSync(pinnedNode(root))) {
      throw new Error(
        'npm did not install the Node.js version that package.json pins (package "node"). Its install script fetches it: see the output above, and try again.',
      );
    }
    mkdirSync(join(root, 'node_modules/.cache/bandmate'), { recursive: true });
    writeFileSync(stampFile(root), stamp(root));
  });
}

/** @param {string} root */
function isInstalled(root) {
  return (
    existsSync(stampFile(root)) &&
    readFileSync(stampFile(root), 'utf8') === stamp(root) &&
    existsSync(pinnedNode(root))
  );
}

/** @param {string} root */
function stampFile(root) {
  return join(root, 'node_modules/.cache/bandmate/dependencies');
}

/** @param {string} root */
function stamp(root) {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${process.platform}-${process.arch} ${hash}\n`;
}

/**
 * @param {string} root
 * @param {...string} words
 * @returns {Promise<void>}
 */
function npm(root, ...words) {
  const options = [...words, '--loglevel=error'];
  const npmScript = process.env.npm_execpath;
  // Under `npm start` this may run on the pinned Node, which `npm ci` removes; npm's own stays.
  const node = [process.execPath, process.env.npm_node_execpath].find((path) => path && existsSync(path));
  // npm passes its own path, too; on Windows `npm` alone is a batch file, which only a shell can start.
  const [command, ...first] = node && npmScript?.endsWith('.js') ? [node, npmScript] : ['npm'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...options], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && command === 'npm',
      // With NODE_ENV=production, npm would leave out the packages for building and testing.
      env: { ...process.env, NODE_ENV: 'development' },
    });
    const stop = () => child.kill();
    process.once('exit', stop);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', stop);
      if (code === 0) resolve();
      else reject(new Error(`npm ${words[0]} failed with code ${code}. See its output above.`));
    });
  });
}
