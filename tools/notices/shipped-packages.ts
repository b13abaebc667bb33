import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package whose code is part of the app, of its page or of the server. */
export type ShippedPackage = {
  name: string;
  version: string;
  licence: string;
  author: string;
  /** The texts of its licence and notice files; empty if it has none. */
  texts: string[];
};

type LockEntry = {
  version?: string;
  license?: string;
  os?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};
export type Lock = { packages: Record<string, LockEntry> };

const shippedFolders = '{audio,client,commands,common,main,preload,protocol,renderer,server}';

/** In the place of a licence that a package doesn't name. */
export const unstated = 'not stated in the package';

/** The programs that run the app and the server. What npm installs below them only installs them. */
const runtimes = ['electron', 'node'];

/** Tailwind's own styles are in the page, though nothing of it is imported. */
const built = ['tailwindcss'];

/** Every shipped package with its licence, by name and version. */
export function listShipped(root: string): ShippedPackage[] {
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const { packages } = read('package-lock.json') as Lock;
  const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>;
  const imported = importedNames(root);
  const bundled = Object.keys(devDependencies ?? {}).filter(
    (name) => imported.has(name) && !runtimes.includes(name),
  );
  const paths = withDependencies(packages, [...Object.keys(dependencies ?? {}), ...bundled, ...built]);
  for (const name of runtimes) paths.add(`node_modules/${name}`);

  const shipped = [...paths].map((path) => describePackage(root, path, packages[path] ?? {}));
  const byKey = new Map(shipped.map((one) => [`${one.name} ${one.version}`, one]));
  return [...byKey.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** The folders of these packages and of all that they depend on, as the lock file lays them out. */
export function withDependencies(packages: Lock['packages'], names: string[]): Set<string> {
  const paths = new Set<string>();
  function add(name: string, from: string): void {
    const path = find(packages, name, from);
    if (path === null || paths.has(path)) return;
    paths.add(path);
    const entry = packages[path] ?? {};
    const needed = { ...entry.dependencies, ...entry.optionalDependencies };
    for (const other of Object.keys(needed)) add(other, path);
  }
  for (const name of names) add(name, '');
  return paths;
}

const keyOf = ({ name, version }: ShippedPackage) => `${name.toLowerCase()} ${version}`;

/** The folder from which Node loads a package that is asked for in another one's folder. */
function find(packages: Lock['packages'], name: string, from: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (folder === '') return null;
    if (!folder.includes('/node_modules/')) folder = '';
  }
}

/** The names of all packages that shipped code or styles import. */
function importedNames(root: string): Set<string> {
  const names = new Set<string>();
  for (const path of globSync(`${shippedFolders}/**/*.{ts,tsx,css,js}`, { cwd: root })) {
    const text = readFileSync(join(root, path), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/(?:from|import\(?)\s*['"]([@a-z][^'"]*)['"]/g)) {
      names.add(packageNameOf(specifier));
    }
  }
  return names;
}

/** `@scope/name` of `@scope/name/part`, `name` of `name/part`. */
export function packageNameOf(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

function describePackage(root: string, path: string, entry: LockEntry): ShippedPackage {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const version = entry.version ?? '';
  // Packages of other systems aren't installed, so that the notices are the same everywhere.
  const folder = join(root, path);
  if (entry.os || !existsSync(folder)) {
    return { name, version, licence: entry.license ?? unstated, author: '', texts: [] };
  }
  const own = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const legacy: unknown =
    own.license?.type ?? own.licenses?.map(({ type }: { type: string }) => type).join(' or ');
  const stated = typeof own.license === 'string' ? own.license : legacy;
  const licence = entry.license ?? stated ?? licenceInReadme(folder);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(file));
  const texts = files
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  const author = typeof own.author === 'string' ? own.author : (own.author?.name ?? '');
  return {
    name,
    version,
    licence: typeof licence === 'string' && licence ? licence : unstated,
    author,
    texts,
  };
}

/** Some packages name their licence in their readme, and nowhere else. */
function licenceInReadme(folder: string): string | undefined {
  const file = readdirSync(folder).find((name) => /^readme\.md$/i.test(name));
  return file && /^## License\s+(MIT)\s*$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
}
