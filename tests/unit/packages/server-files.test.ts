import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listServerFiles } from '../../../tools/packages/server-files.ts';

const root = join(import.meta.dirname, '../../..');
const { sources, packages } = listServerFiles(root);

test('the server package has the programs, their threads and their migrations', () => {
  expect(sources).toEqual(
    expect.arrayContaining([
      'server/index.ts',
      'server/operator/cli.ts',
      'server/backup/cli.ts',
      'server/search/search-worker.ts',
      'server/measurements/measuring-worker.ts',
      'server/db/migrations/0001-initial.ts',
      'package.json',
    ]),
  );
  expect(sources.every((path) => existsSync(join(root, path)))).toBe(true);
});

test('it has the packages that the server loads, and none of the app, the page or the tools', () => {
  expect(packages).toEqual(
    expect.arrayContaining(['node_modules/better-sqlite3', 'node_modules/express', 'node_modules/socket.io']),
  );
  const others = [
    'electron',
    'react',
    'vite',
    'vitest',
    'chokidar',
    'tus-js-client',
    'socket.io-client',
    'typescript',
  ];
  expect(others.filter((name) => packages.includes(`node_modules/${name}`))).toEqual([]);
  expect(sources.filter((path) => /^(main|renderer|preload|client|tools|tests)\//.test(path))).toEqual([]);
});
