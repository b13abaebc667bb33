import { chmodSync, cpSync, existsSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pinnedNode } from '../setup/dependencies.mjs';
import { listServerFiles } from './server-files.ts';

/** Copied besides what is imported. The image's health check is among them. */
export const copiedFiles = ['THIRD-PARTY-NOTICES.txt', 'LICENSE', 'tools/packages/healthy.mjs'];

/** Only tools read these, or other systems. */
const unneeded = [
  /\.(map|md|markdown|flow|gyp|gypi|tsbuildinfo)$/i,
  /\.d\.[cm]?ts$/,
  /\/better-sqlite3\/(deps|src|build)$/,
  /\/@libav\.js\/variant-fat\/dist\/[^/]*\.(asm|thr|thrsimd)\./,
  /\/(test|tests|__tests__|docs|examples?|\.github)$/,
];

/**
 * Copies what the server needs to run into a folder, laid out like the repository, with the page for browsers and the
 * pinned Node beside it.
 */
export function collectServer(root: string, target: string): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const { sources, packages } = listServerFiles(root);
  for (const path of [...sources, ...copiedFiles]) copy(root, target, path);
  for (const path of packages) if (existsSync(join(root, path))) copyPackage(root, target, path);
  if (!existsSync(join(root, 'out/renderer/index.html'))) throw new Error('Run "npm run build" first.');
  copy(root, target, 'out/renderer');
  cpSync(pinnedNode(root), join(target, 'node'));
  const [notices] = globSync('node_modules/node/node_modules/node-*-*/LICENSE', { cwd: root });
  if (notices === undefined) throw new Error('The licence of Node.js is not installed with it.');
  cpSync(join(root, notices), join(target, 'LICENSE.node.txt'));
  chmodSync(join(target, 'node'), 0o755);
}

function copy(root: string, target: string, path: string): void {
  mkdirSync(join(target, dirname(path)), { recursive: true });
  cpSync(join(root, path), join(target, path), { recursive: true });
}

/** Packages in a package are entries of the lock file themselves. */
function copyPackage(root: string, target: string, path: string): void {
  const folder = join(root, path);
  cpSync(folder, join(target, path), {
    recursive: true,
    filter: (file) => {
      if (file === folder) return true;
      const inPackage = file.slice(folder.length).replaceAll('\\', '/');
      if (inPackage === '/node_modules') return false;
      if (/^(licen[cs]e|copying|notice)([.-]|$)/i.test(basename(file))) return true;
      return !unneeded.some((form) => form.test(`/${path}${inPackage}`)) && isForThisMachine(file);
    },
  });
}

function isForThisMachine(file: string): boolean {
  const [, system, chip] = /\/prebuilds\/(\w+)-(\w+)\.node$/.exec(file.replaceAll('\\', '/')) ?? [];
  return system === undefined || (system === process.platform && chip === process.arch);
}
