import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { FileSet } from 'electron-builder';

type LockEntry = { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> };
type Lock = { packages: Record<string, LockEntry> };

/** Files of packages that the app never loads: sources, tests, documentation, and builds for other uses. */
const neverLoaded = [
  '**/*.{map,md,markdown,ts,mts,cts,flow,tsbuildinfo}',
  '**/{test,tests,docs,benchmark,benchmarks,example,examples,bench,fixtures,.github,.husky}/**',
  'better-sqlite3/{deps,src,build}/**',
  'better-sqlite3/binding.gyp',
  // Every processor that Electron runs on has SIMD; the other builds are for old browsers, and pages with threads.
  '@libav.js/variant-fat/dist/*.{asm,thr,thrsimd,wasm}.*',
  // Only for an option that the app doesn't use: a model that improves speech.
  '@wasm-audio-decoders/opus-ml/**',
  // Bundles for browsers, of packages whose modules Node loads.
  '{ogg-opus-decoder,opus-decoder,mpg123-decoder}/dist/**',
  '@wasm-audio-decoders/{flac,ogg-vorbis}/dist/**',
  '{tus-js-client,socket.io-client,engine.io-client,socket.io-parser}/dist/**',
  // The same module in other formats. Electron and Node take the one that is left.
  'tus-js-client/{lib,lib.esm}/**',
  '{socket.io-client,engine.io-client,socket.io-parser}/build/{cjs,esm}/**',
  'engine.io-parser/build/cjs/**',
  'fflate/{lib,umd}/**',
  'fflate/esm/browser.js',
  'zod/{src/**,v3/**,mini/**,v4-mini/**,v4/mini/**,**/*.cjs}',
  // js-yaml is only required, and its command is not used.
  'js-yaml/{dist,bin}/**',
  'argparse/**',
  '@wasm-audio-decoders/common/src/puff/**',
  'node-addon-api/**',
  '**/.bin/**',
];

/** The packages that the built main process imports, and those that they need, as paths from the root. */
export function listShippedModules(root: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const paths = new Set<string>();
  function add(name: string, from: string): void {
    const path = findInstalled(packages, name, from);
    if (path === undefined || paths.has(path)) return;
    paths.add(path);
    const { dependencies, optionalDependencies } = packages[path] ?? {};
    for (const other of Object.keys({ ...dependencies, ...optionalDependencies })) add(other, path);
  }
  for (const name of importedByMain(root)) add(name, '');
  return [...paths].sort();
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder replaces these two.
const nativePart = 'better-sqlite3/prebuilds/${platform}-${arch}.node';

/** These packages for electron-builder, without what is never loaded. */
export function moduleFiles(paths: readonly string[]): FileSet {
  return {
    from: 'node_modules',
    to: 'node_modules',
    filter: [
      ...paths.map((path) => `${path.slice('node_modules/'.length)}/**`),
      ...neverLoaded.map((pattern) => `!${pattern}`),
      // The native part of each system is in the tarball: an N-API binary, for Node and for Electron.
      '!better-sqlite3/prebuilds/**',
      nativePart,
    ],
  };
}

/** The folder from which Node loads a package that is asked for in another one's folder. */
function findInstalled(packages: Lock['packages'], name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (!folder.includes('/node_modules/')) {
      return packages[`node_modules/${name}`] ? `node_modules/${name}` : undefined;
    }
  }
}

function importedByMain(root: string): string[] {
  return listImports(root).map((specifier) => {
    const [scope = '', name = ''] = specifier.split('/');
    return scope.startsWith('@') ? `${scope}/${name}` : scope;
  });
}

/** Imports of the built main process, except its own files, Node’s modules and Electron. */
export function listImports(root: string): string[] {
  const found = new Set<string>();
  for (const path of globSync('out/main/**/*.js', { cwd: root })) {
    const text = readFileSync(join(root, path), 'utf8');
    // SQL has tables between backticks after its `from`.
    for (const form of [
      /(?:^import |\bfrom )["']([@a-z][\w./@-]*)["']/gm,
      /\b(?:import|require)\(["'`]([@a-z][\w./@-]*)["'`]/g,
    ])
      for (const [, specifier = ''] of text.matchAll(form)) found.add(specifier);
  }
  return [...found].filter((specifier) => specifier !== 'electron' && !builtinModules.includes(specifier));
}
