import { expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** `renderer/ui/select.tsx` looks and behaves the same on every system. */
const native = /<\/?(?:select|option|optgroup|datalist)\b|createElement\(['"](?:select|option)['"]\)/;

it('has no native select on any screen', () => {
  const screens = sourceFiles().filter(({ path }) => path.startsWith('renderer/'));
  expect(screens.length).toBeGreaterThan(200);
  const found = screens.filter(({ text }) => native.test(text)).map(({ path }) => path);
  expect(found).toEqual([]);
});
