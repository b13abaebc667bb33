import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../../..');

const folders = [
  'audio',
  'commands',
  'common',
  'protocol',
  'client',
  'main',
  'preload',
  'renderer',
  'server',
  'tools',
  'tests',
];

export type SourceFile = { path: string; text: string };

/** Every source file of ours, with its path from the root, written with slashes. */
export function sourceFiles(): SourceFile[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|cjs|js|css)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(root.length + 1).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
    }));
}
