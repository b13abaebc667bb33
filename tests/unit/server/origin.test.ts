import { expect, test } from 'vitest';
import { createOriginCheck } from '../../../server/auth/origin.ts';

const { isAllowed, isOwnPage } = createOriginCheck({
  publicUrl: 'https://band.example',
  allowedOrigins: ['https://friends.example', 'app://bundle'],
});

test.each([
  ['no origin', undefined, '127.0.0.1:3000', true],
  ['its own host', 'http://127.0.0.1:3000', '127.0.0.1:3000', true],
  ['its own host, by another scheme and port', 'http://band.example:8080', 'band.example:8080', true],
  ['its own host in capitals', 'http://band.example', 'Band.Example', true],
  ['localhost', 'http://localhost:3000', 'localhost:3000', true],
  ['an IPv6 address', 'http://[::1]:3000', '[::1]:3000', true],
  ['a name that was pointed to this server', 'http://evil.example:3000', 'evil.example:3000', false],
  ['its public address', 'https://band.example', '10.0.0.5:3000', true],
  ['an allow-listed origin', 'https://friends.example', '127.0.0.1:3000', true],
  ['an allow-listed origin with another scheme', 'app://bundle', '127.0.0.1:3000', true],
  ['another host', 'https://evil.example', '127.0.0.1:3000', false],
  ['another port', 'http://127.0.0.1:3001', '127.0.0.1:3000', false],
  ['an allow-listed host with another scheme', 'http://friends.example', '127.0.0.1:3000', false],
  ['a host that begins like ours', 'https://band.example.evil.example', '127.0.0.1:3000', false],
  ['a host that ends like ours', 'https://evilband.example', '127.0.0.1:3000', false],
  ['an opaque origin', 'null', '127.0.0.1:3000', false],
  ['an empty origin', '', '127.0.0.1:3000', false],
  ['no host to compare with', 'http://127.0.0.1:3000', undefined, false],
  ['an origin without a scheme', '127.0.0.1:3000', '127.0.0.1:3000', false],
])('%s', (_what, origin, host, expected) => {
  expect(isAllowed({ ...(origin === undefined ? {} : { origin }), ...(host ? { host } : {}) })).toBe(
    expected,
  );
});

test('only the server’s own origins are its page', () => {
  const host = '127.0.0.1:3000';
  expect(isOwnPage({ origin: 'http://127.0.0.1:3000', host })).toBe(true);
  expect(isOwnPage({ origin: 'https://band.example', host })).toBe(true);
  expect(isOwnPage({ origin: 'https://friends.example', host })).toBe(false);
  expect(isOwnPage({ host })).toBe(false);
});

test('without a public address, any host of its own counts', () => {
  const { isAllowed: isAllowedHere } = createOriginCheck({ publicUrl: null, allowedOrigins: [] });
  expect(isAllowedHere({ origin: 'https://studio.example', host: 'Studio.Example' })).toBe(true);
  expect(isAllowedHere({ origin: 'https://evil.example', host: 'studio.example' })).toBe(false);
});
