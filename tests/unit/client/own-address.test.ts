import { expect, test } from 'vitest';
import { ownAddress } from '../../../client/session/own-address.ts';

const server = 'https://band.example';

test('a path is an address of the server', () => {
  expect(ownAddress('/api/files/1/download?x=1', server)?.href).toBe(`${server}/api/files/1/download?x=1`);
});

test.each([
  'https://evil.example/x',
  'http://band.example/x',
  '//evil.example/x',
  '/\\evil.example/x',
  '\\\\evil.example/x',
  '/\t/evil.example/x',
  '/\n/evil.example',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'api/files/1',
  '',
])('%j is not', (path) => {
  expect(ownAddress(path, server)).toBeNull();
});
