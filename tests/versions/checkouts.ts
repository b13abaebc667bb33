import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const git = (root: string, ...args: string[]) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });

const file = 'protocol/wire/version.ts';
const pattern = /^export const protocolVersion = (\d+);/m;

/** The last commit of each earlier version of the protocol, newest version first. */
export function lastCommits(root: string): { version: number; commit: string }[] {
  const changes = git(root, 'log', '--format=%H', '-G^export const protocolVersion = ', '--', file).trim();
  const found = changes
    .split('\n')
    .slice(0, -1)
    .map((change) => {
      const commit = git(root, 'rev-parse', `${change}^`).trim();
      return { version: Number(pattern.exec(git(root, 'show', `${commit}:${file}`))?.[1]), commit };
    });
  if (found.length === 0) throw new Error('The history is not here. Try: git fetch --unshallow');
  return found;
}

/** The last commit whose server has an older database than today's. */
export function beforeNewestMigration(root: string): string {
  const migrations = 'server/db/migrations';
  const added = git(root, 'log', '-1', '--diff-filter=A', '--format=%H', '--', migrations).trim();
  if (added === '') throw new Error('The history is not here. Try: git fetch --unshallow');
  return git(root, 'rev-parse', `${added}^`).trim();
}

/** The program of that commit in a folder of its own, on the packages of this checkout where they are the same. */
export function checkOut(root: string, commit: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 1 << 30 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  const packages = (of: string): Record<string, string> =>
    JSON.parse(readFileSync(join(of, 'package.json'), 'utf8')).dependencies;
  const ours = packages(root);
  const isCovered = Object.entries(packages(folder)).every(([name, version]) => ours[name] === version);
  if (isCovered) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  else execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
}
