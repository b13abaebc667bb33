import { expect, it } from 'vitest';
import { tokenOf } from '../../../client/account/handlers/command-handlers.ts';

it.each([
  'https://band.example/invite/tOken-_1',
  'https://band.example/#/invite/tOken-_1',
  'https://band.example/invite/tOken-_1/#',
  ' https://band.example/invite/tOken-_1/\n',
  '/invite/tOken-_1',
  '#/invite/tOken-_1',
  'tOken-_1',
])('the token of an invitation is read from %j', (link) => {
  expect(tokenOf(link)).toBe('tOken-_1');
});
