import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { type Lock, packageNameOf, withDependencies } from '../notices/shipped-packages.ts';

/** The server's programs, by the names that its command has for them. */
const serverPrograms = {
  serve: 'server/index.ts',
  admin: 'server/operator/cli.ts',
  backup: 'server/backup/cli.ts',
} as const;

export type ServerFiles = {
  /** Our own source files, by their paths from the root. */
  sources: string[];
  /** The folders of packages, as the lock file lays them out. */
  packages: string[];
};

/** Everything that the server's programs import, directly or not, threads included. Throws if one of the files is missing. */
export function listServerFiles(root: string): ServerFiles {
  const sources = new Set<string>();
  const names = new Set<string>();
  const pending: string[] = [...Object.values(serverPrograms)];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (sources.has(path)) continue;
    if (!existsSync(join(root, path))) throw new Error(`${path} is missing.`);
    sources.add(path);
    if (!path.endsWith('.ts')) continue;
    for (const specifier of specifiersIn(readFileSync(join(root, path), 'utf8'))) {
      if (specifier.startsWith('.')) pending.push(join(dirname(path), specifier).replaceAll('\\', '/'));
      else if (!isBuiltin(specifier)) names.add(packageNameOf(specifier));
    }
  }
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const folders = [...withDependencies(packages, [...names])].filter(
    (folder) => !folder.includes('/@types/'),
  );
  return { sources: [...sources].sort(), packages: folders.sort() };
}

/** Types are left out: Node removes their imports before it runs a file. */
function specifiersIn(text: string): string[] {
  const imports = /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
  const calls = /\bimport\(\s*'([^']+)'/g;
  const threads = /new URL\('(\.[^']+\.ts)', import\.meta\.url\)/g;
  return [imports, calls, threads].flatMap((form) => [...text.matchAll(form)].map(([, name = '']) => name));
}
