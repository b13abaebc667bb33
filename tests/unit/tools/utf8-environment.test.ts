import { expect, test } from 'vitest';
import { utf8Environment } from '../../../tools/electron-host/chromium/launch-chromium.ts';

test.each([{}, { LANG: 'C' }, { LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }])(
  'gives %j a locale for UTF-8 file names',
  (before) => {
    const { LC_ALL, LC_CTYPE } = utf8Environment(before);
    expect([LC_ALL, LC_CTYPE]).toEqual([undefined, 'C.UTF-8']);
  },
);

test.each([{ LANG: 'C.UTF-8' }, { LC_ALL: 'en_US.utf8' }])('leaves %j as it is', (before) => {
  expect(utf8Environment(before)).toBe(before);
});
