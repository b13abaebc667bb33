import { describe, expect, it } from 'vitest';
import { createCookieJar, parseSetCookie } from '../../../main/session/cookie-jar.ts';

const now = Date.parse('2026-03-01T00:00:00Z');

function headers(...lines: string[]): Headers {
  const result = new Headers();
  for (const line of lines) result.append('set-cookie', line);
  return result;
}

describe('a Set-Cookie header', () => {
  it.each([
    ['a=b', { name: 'a', value: 'b', expiresAt: null }],
    ['a=b=c; Path=/; HttpOnly', { name: 'a', value: 'b=c', expiresAt: null }],
    ['a=b; Max-Age=60', { name: 'a', value: 'b', expiresAt: now + 60_000 }],
    ['a=b; max-age=-1', { name: 'a', value: 'b', expiresAt: now - 1000 }],
    [
      'a=b; Expires=Sun, 01 Mar 2026 01:00:00 GMT',
      { name: 'a', value: 'b', expiresAt: Date.parse('2026-03-01T01:00:00Z') },
    ],
    [
      'a=b; Expires=Sun, 01 Mar 2026 01:00:00 GMT; Max-Age=1',
      { name: 'a', value: 'b', expiresAt: now + 1000 },
    ],
    ['a=b; Expires=never', { name: 'a', value: 'b', expiresAt: null }],
    ['=b', undefined],
    ['a', undefined],
  ])('%s', (line, expected) => {
    expect(parseSetCookie(line, now)).toEqual(expected);
  });
});

describe('the jar', () => {
  it('sends what the server set, and the newest value', () => {
    const jar = createCookieJar([], () => now);
    expect(jar.receive(headers('a=1', 'b=2; Max-Age=9'))).toBe(true);
    expect(jar.receive(headers('a=3'))).toBe(true);
    expect(jar.header()).toBe('a=3; b=2');
  });

  it('reports when nothing changed, so that nothing is written', () => {
    const jar = createCookieJar([{ name: 'a', value: '1', expiresAt: null }], () => now);
    expect(jar.receive(headers('a=1'))).toBe(false);
    expect(jar.receive(headers())).toBe(false);
  });

  it('removes a cookie that the server ends', () => {
    const jar = createCookieJar([], () => now);
    jar.receive(headers('a=1; Max-Age=60', 'b=2; Max-Age=10', 'c=3; Max-Age=10'));
    jar.receive(headers('a=; Max-Age=0', 'c=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'));
    expect(jar.header()).toBe('b=2');
    expect(jar.list()).toEqual([{ name: 'b', value: '2', expiresAt: now + 10_000 }]);
  });

  it('keeps cookies although the clock is wrong: only the server ends a session', () => {
    let time = now;
    const jar = createCookieJar([], () => time);
    jar.receive(headers('a=1; Max-Age=60'));
    time += 400 * 86_400_000;
    expect(jar.header()).toBe('a=1');
    const answer = headers('b=2; Expires=Sun, 01 Mar 2026 01:00:00 GMT');
    answer.set('date', new Date(now).toUTCString());
    jar.receive(answer);
    expect(jar.header()).toBe('a=1; b=2');
  });
});
