import { expect, test } from 'vitest';
import { root, sourceFiles } from './source-files.ts';

/** Files that may be longer than 300 lines, each with its reason. */
const longFiles: Record<string, string> = {};

/** The only places of raw IPC; everything else goes through them. */
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

test('a file has 300 lines at most, or a reason', () => {
  const lengths = sourceFiles().map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
  expect(lengths.length).toBeGreaterThan(50);
  const tooLong = lengths.filter(({ path, lines }) => lines > 300 && !Object.hasOwn(longFiles, path));
  expect(tooLong).toEqual([]);
  const reasonsLeftOver = Object.keys(longFiles).filter(
    (path) => !lengths.some((file) => file.path === path && file.lines > 300),
  );
  expect(reasonsLeftOver).toEqual([]);
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

test('nothing of the machine it was written on is in the sources', () => {
  expect(
    findLines(/./, new RegExp(['home', 'Users', 'root'].map((folder) => `/${folder}/`).join('|'))),
  ).toEqual([]);
  expect(sourceFiles().filter(({ text }) => text.includes(root))).toEqual([]);
});
