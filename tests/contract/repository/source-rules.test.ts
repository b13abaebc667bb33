import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** Files that may be longer than the limit, each with its reason. */
const longFiles: Record<string, string> = {};

/** The only files with raw IPC; everything else uses them. */
const wrappers = ['main/ipc/ipc-main.ts', 'main/ipc/ipc-web-contents.ts', 'preload/ipc-renderer.ts'];

/** Lines of the files that `matches` and are no comment, as `path:line`. */
function findLines(paths: RegExp, pattern: RegExp): string[] {
  return sourceFiles()
    .filter(({ path }) => paths.test(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const code = line.replace(/^\s*(\/\/|\/?\*).*/, '');
        return pattern.test(code) ? [`${path}:${index + 1}`] : [];
      }),
    );
}

/** A suite is a list of cases that is read by its titles: it may be longer. */
const limitOf = (path: string) => (path.startsWith('tests/') ? 500 : 300);

test('a file has 300 lines at most, a suite of tests 500, or it has a reason', () => {
  const lengths = sourceFiles().map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
  expect(lengths.length).toBeGreaterThan(50);
  const tooLong = lengths.filter(({ path, lines }) => lines > limitOf(path));
  expect(tooLong.filter(({ path }) => !Object.hasOwn(longFiles, path))).toEqual([]);
  const paths = new Set(tooLong.map(({ path }) => path));
  expect(Object.keys(longFiles).filter((path) => !paths.has(path))).toEqual([]);
});

test('raw IPC is used in its three wrappers and nowhere else', () => {
  const app = /^(main|preload|renderer)\//;
  const uses = findLines(app, /\bipc(Main|Renderer)\b|\bwebContents\s*\.\s*(send|postMessage|ipc)\b/);
  expect(uses.filter((use) => !wrappers.some((wrapper) => use.startsWith(`${wrapper}:`)))).toEqual([]);
});

test('no test is left out, and none shuts out the others', () => {
  const switches = ['skip', 'only', 'todo', 'fixme', 'fails'].join('|');
  const pattern = new RegExp(`\\b(it|test|describe|suite)(\\.\\w+)*\\.(${switches})\\b`);
  expect(pattern.test(['test', 'skip(1)'].join('.'))).toBe(true);
  expect(findLines(/^tests\//, pattern)).toEqual([]);
});

test('one window, made in one place', () => {
  const places = new Set(findLines(/^main\//, /new BrowserWindow\b/).map((use) => use.split(':')[0]));
  expect(places.size).toBeLessThanOrEqual(1);
});

test('no path of a machine it was written on is in what runs', () => {
  const homes = new RegExp(['home', 'Users', 'root'].map((folder) => `/${folder}/`).join('|'));
  expect(findLines(/^(protocol|client|main|preload|renderer|server|tools)\//, homes)).toEqual([]);
});
