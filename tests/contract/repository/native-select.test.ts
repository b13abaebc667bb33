import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, sourceFiles } from './source-files.ts';

/** `renderer/ui/select.tsx` looks and behaves the same on every system. */
const native = /<\/?(?:select|option|optgroup|datalist)\b|createElement\(['"](?:select|option)['"]\)/;

it('has no native select on any screen', () => {
  const screens = sourceFiles().filter(({ path }) => path.startsWith('renderer/'));
  expect(screens.length).toBeGreaterThan(200);
  const sharePage = ['page.html', 'page.js'].map((name) => {
    const path = `server/share/page/${name}`;
    return { path, text: readFileSync(join(root, path), 'utf8') };
  });
  const found = [...screens, ...sharePage].filter(({ text }) => native.test(text)).map(({ path }) => path);
  expect(found).toEqual([]);
});
