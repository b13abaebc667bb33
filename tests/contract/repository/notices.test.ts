import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noticesText } from '../../../tools/notices/notices-text.ts';
import { listShipped } from '../../../tools/notices/shipped-packages.ts';
import { root } from './source-files.ts';

const shipped = listShipped(root);

test('the third-party notices are those of the shipped packages', () => {
  const notices = readFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  expect(notices === noticesText(shipped), 'A dependency has changed: run npm run docs:notices').toBe(true);
});

test('every shipped package has a licence that may be shipped', () => {
  const known =
    /^\(?(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|LGPL-2\.1|LGPL-3\.0-or-later|OFL-1\.1|CC0-1\.0|Python-2\.0|Unlicense)\b/;
  const others = shipped.filter(({ licence }) => !known.test(licence)).map(({ name }) => name);
  expect(others).toEqual([]);
});

test('parts with a copyleft or font licence are named with how to replace them', () => {
  const special = shipped.filter(({ licence }) => /GPL|OFL/.test(licence)).map(({ name }) => name);
  expect(special.toSorted()).toEqual(['@fontsource-variable/inter', '@libav.js/variant-fat', 'codec-parser']);
  const text = noticesText(shipped);
  const [beginning = ''] = text.split('ALL PACKAGES');
  for (const name of special) expect(beginning).toContain(name);
  const texts = [
    ...['SIL OPEN FONT LICENSE', 'Version 2.1, February 1999', 'Version 3, 29 June 2007'],
    // The LGPL 3 asks for the text of the GPL beside its own.
    'GNU GENERAL PUBLIC LICENSE\n                       Version 3, 29 June 2007',
  ];
  for (const words of texts) expect(text).toContain(words);
});

test('bundled packages are found among the development dependencies, and tools are left out', () => {
  const names = shipped.map(({ name }) => name);
  for (const name of [
    'react',
    'react-dom',
    '@base-ui/react',
    'lucide-react',
    'express',
    'electron',
    'age-encryption',
  ]) {
    expect(names).toContain(name);
  }
  for (const name of ['vite', 'vitest', 'typescript', '@playwright/test']) expect(names).not.toContain(name);
});
