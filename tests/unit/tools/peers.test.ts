import { expect, test } from 'vitest';
import type { Machine } from '../../../tools/setup/chromium.ts';
import { findHaproxy, findMoto, findPostgres } from '../../../tools/setup/peers.ts';

const machine = (environment: NodeJS.ProcessEnv, ...programs: string[]): Machine => ({
  platform: 'linux',
  environment,
  isRoot: false,
  osRelease: '',
  isExecutable: (path) => programs.includes(path),
});

test('takes the PostgreSQL that POSTGRES_BIN names, and no other', () => {
  const environment = { POSTGRES_BIN: '/opt/pg/bin', PATH: '/usr/bin' };
  expect(findPostgres(machine(environment, '/opt/pg/bin/initdb', '/usr/bin/initdb'))).toBe('/opt/pg/bin');
  expect(findPostgres(machine(environment, '/usr/bin/initdb'))).toBeUndefined();
});

test('finds programs on PATH, and HAProxy in its folder outside of it', () => {
  const environment = { PATH: '/here:/there' };
  expect(findPostgres(machine(environment, '/there/initdb'))).toBe('/there');
  expect(findHaproxy(machine(environment, '/usr/sbin/haproxy'))).toBe('/usr/sbin/haproxy');
  expect(findHaproxy(machine(environment))).toBeUndefined();
});

test('takes the moto of Debian, and none that belongs to another Python', () => {
  const environment = { PATH: '/here' };
  const whole = machine(environment, '/here/moto_server', '/usr/bin/moto_server');
  const hasFlaskCors = (path: string) => path.endsWith('/flask_cors');
  expect(findMoto(whole, hasFlaskCors)).toBe('/usr/bin/moto_server');
  expect(findMoto(machine(environment, '/here/moto_server'), hasFlaskCors)).toBeUndefined();
  // Debian's package doesn't bring what its server needs.
  expect(findMoto(whole, () => false)).toBeUndefined();
});
