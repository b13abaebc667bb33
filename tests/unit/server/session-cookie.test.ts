import { expect, test } from 'vitest';
import { readBearer, readSessionCookie, sessionCookie } from '../../../server/auth/session-cookie.ts';

const options = { secret: 'secret', secureCookies: false };
const line = (token: string, more = {}) => sessionCookie(token, { ...options, maxAgeSeconds: null, ...more });
const pair = (token: string, more = {}) => line(token, more).split(';')[0] ?? '';

test('reads its own cookie among others', () => {
  for (const cookie of [pair('t0ken'), `a=b; ${pair('t0ken')}; c=d`, `a=b;${pair('t0ken')}`]) {
    expect(readSessionCookie({ cookie }, options)).toBe('t0ken');
  }
});

test('ignores another signature, another name and malformed cookies', () => {
  for (const cookie of [
    pair('t0ken', { secret: 'other' }),
    pair('t0ken', { secureCookies: true }),
    pair('t0ken').replace('t0ken', 'tOken'),
    pair('t0ken').slice(0, -3),
    'bandmate.session_token=',
    'bandmate.session_token=t0ken',
    'bandmate.session_token=.',
    'bandmate.session_token=%',
    '',
  ]) {
    expect(readSessionCookie({ cookie }, options), cookie).toBeNull();
  }
  expect(readSessionCookie({}, options)).toBeNull();
  expect(readSessionCookie({ cookie: pair('') }, options)).toBeNull();
});

test('an invalid cookie of the same name doesn’t hide a valid one', () => {
  const cookie = `${pair('old', { secret: 'other' })}; ${pair('t0ken')}`;
  expect(readSessionCookie({ cookie }, options)).toBe('t0ken');
});

test('the Set-Cookie line has lifetime, path and flags', () => {
  expect(line('t')).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(line('t')).not.toMatch(/Max-Age|Secure/);
  expect(line('t', { maxAgeSeconds: 60 })).toMatch(/; Max-Age=60; /);
  expect(line('t', { secureCookies: true })).toMatch(/^__Secure-.*; Secure; /);
});

test.each([
  ['Bearer abc', 'abc'],
  ['bearer abc ', 'abc'],
  ['Bearer  abc', 'abc'],
  ['Basic abc', null],
  ['Bearer', null],
  ['Bearer a b', null],
  [undefined, null],
])('%s', (authorization, expected) => {
  expect(readBearer(authorization === undefined ? {} : { authorization })).toBe(expected);
});
