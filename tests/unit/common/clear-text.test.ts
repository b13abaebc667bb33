import pino from 'pino';
import { expect, test } from 'vitest';
import { isClearText, isLoopback, isUnencrypted } from '../../../common/clear-text.ts';
import { warnOfClearText } from '../../../server/warn-of-clear-text.ts';

test.each([
  'http://band.example',
  'http://band.example:3000/x',
  'HTTP://BAND.EXAMPLE',
  'http://203.0.113.7',
  'http://172.32.0.1',
  'http://100.128.0.1',
  'http://[2001:db8::1]:3000',
  'http://localhost.example.com',
  'http://10.evil.example',
])('a password to %s can be read by strangers', (url) => {
  expect(isClearText(url)).toBe(true);
});

test.each([
  'https://band.example',
  'http://localhost:3000',
  'http://127.0.0.1',
  'http://[::1]:3000',
  'http://studio.local',
  'http://nas:3000',
  'http://server.home.arpa',
  'http://10.0.0.5',
  'http://172.16.0.1',
  'http://172.31.255.1',
  'http://192.168.1.20:3000',
  'http://100.64.0.1',
  'http://[fd12:3456::1]',
  'http://[fe80::1]',
  'band.example',
  '',
])('nobody is asked about %j', (url) => {
  expect(isClearText(url)).toBe(false);
});

test('a page within a private network is still unencrypted; one of this machine is not', () => {
  expect(isUnencrypted('http://192.168.1.20:3000')).toBe(true);
  expect(isUnencrypted('http://localhost:3000')).toBe(false);
  expect(isUnencrypted('https://192.168.1.20')).toBe(false);
  expect(isLoopback('127.0.0.53')).toBe(true);
  expect(isLoopback('127.0.0.256')).toBe(false);
  expect(isLoopback('0.0.0.0')).toBe(false);
  expect(isLoopback('::')).toBe(false);
});

test('a server beyond loopback warns its operator, unless its address is https', () => {
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void warnings.push(line) });
  warnOfClearText({ host: '127.0.0.1', publicUrl: null }, log);
  warnOfClearText({ host: '::1', publicUrl: 'http://band.example' }, log);
  warnOfClearText({ host: '0.0.0.0', publicUrl: 'https://band.example' }, log);
  expect(warnings).toEqual([]);
  warnOfClearText({ host: '0.0.0.0', publicUrl: null }, log);
  warnOfClearText({ host: '::', publicUrl: 'http://band.example' }, log);
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toContain('Passwords and music travel unencrypted');
});
