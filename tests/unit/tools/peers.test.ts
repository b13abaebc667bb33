import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Machine } from '../../../tools/setup/chromium.ts';
import { installFromDebian } from '../../../tools/setup/debian.ts';
import {
  ensurePeers,
  expectPeers,
  findCaddy,
  findCeph,
  findHaproxy,
  findMoto,
  findNginx,
  findOpenssl,
  findPostgres,
  peersOfFaults,
} from '../../../tools/setup/peers.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';

const silent = () => vi.spyOn(process.stderr, 'write').mockReturnValue(true);

const machine = (environment: NodeJS.ProcessEnv, ...programs: string[]): Machine => ({
  platform: 'linux',
  environment,
  isRoot: false,
  osRelease: '',
  isExecutable: (path) => programs.includes(path),
  hasUser: () => false,
});

test('takes the PostgreSQL that POSTGRES_BIN names, and no other', () => {
  const environment = { POSTGRES_BIN: '/opt/pg/bin', PATH: '/usr/bin' };
  expect(findPostgres(machine(environment, '/opt/pg/bin/initdb', '/usr/bin/initdb'))).toBe('/opt/pg/bin');
  expect(findPostgres(machine(environment, '/usr/bin/initdb'))).toBeUndefined();
});

test('finds programs on PATH, and HAProxy and nginx in their folder outside of it', () => {
  const environment = { PATH: '/here:/there' };
  expect(findPostgres(machine(environment, '/there/initdb'))).toBe('/there');
  expect(findHaproxy(machine(environment, '/usr/sbin/haproxy'))).toBe('/usr/sbin/haproxy');
  expect(findHaproxy(machine(environment))).toBeUndefined();
  expect(findNginx(machine(environment, '/usr/sbin/nginx'))).toBe('/usr/sbin/nginx');
  expect(findNginx(machine(environment))).toBeUndefined();
  expect(findCaddy(machine(environment, '/there/caddy'))).toBe('/there/caddy');
  expect(findCaddy(machine(environment))).toBeUndefined();
  expect(findOpenssl(machine(environment, '/usr/bin/openssl'))).toBe('/usr/bin/openssl');
  expect(findOpenssl(machine(environment))).toBeUndefined();
});

test('root has PostgreSQL only with the user that it runs as', async () => {
  using _silent = silent();
  const root = { ...machine({ PATH: '/there' }, '/there/initdb'), isRoot: true };
  expect(findPostgres(root)).toBeUndefined();
  expect(await ensurePeers(root)).toContain('PostgreSQL');
  expect(findPostgres({ ...root, hasUser: (name) => name === 'postgres' })).toBe('/there');
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

test('the fault runs want Ceph too, with all programs that they start', async () => {
  using _silent = silent();
  const names = ['ceph', 'ceph-authtool', 'ceph-mon', 'ceph-osd', 'monmaptool', 'radosgw', 'radosgw-admin'];
  const programs = names.map((name) => `/usr/bin/${name}`);
  expect(findCeph(machine({}, ...programs))).toBe('/usr/bin');
  expect(await ensurePeers(machine({}, ...programs), peersOfFaults)).not.toContain('Ceph');
  for (const missing of programs) {
    const others = programs.filter((program) => program !== missing);
    expect(findCeph(machine({}, ...others))).toBeUndefined();
  }
  expect(await ensurePeers(machine({}), peersOfFaults)).toContain('Ceph');
  expect(await ensurePeers(machine({}))).not.toContain('Ceph');
});

test('what is missing is named, and with EXPECT_PEERS a run that skipped its tests fails in the end', async () => {
  using _silent = silent();
  const missing = await ensurePeers(machine({ PATH: '/here' }, '/here/haproxy'));
  expect(missing).toEqual(['PostgreSQL', 'PgBouncer', 'nginx', 'Caddy', 'moto', 'OpenSSL']);
  const [step] = expectPeers(missing, { EXPECT_PEERS: '1' });
  await expect(step?.run()).rejects.toThrow(
    'EXPECT_PEERS is set, but not found: PostgreSQL, PgBouncer, nginx, Caddy, moto, OpenSSL. The tests that need them were skipped.',
  );
  expect(expectPeers(missing, {})).toEqual([]);
  expect(expectPeers([], { EXPECT_PEERS: '1' })).toEqual([]);
});

test.skipIf(process.platform === 'win32')('asks apt-get again if it failed', async () => {
  using _silent = silent();
  const folder = await temporaryFolder();
  const asked = join(folder, 'asked');
  const fails = (times: number) => {
    writeFileSync(asked, '');
    const script = `#!/bin/sh\necho "$*" >> ${asked}\n[ "$(grep -c install ${asked})" -gt ${times} ]\n`;
    writeFileSync(join(folder, 'apt-get'), script, { mode: 0o755 });
  };
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  disposeLater(() => void vi.unstubAllEnvs());
  fails(1);
  expect(await installFromDebian(['haproxy'], 0)).toBe(true);
  const lines = readFileSync(asked, 'utf8').trim().split('\n');
  expect(lines.filter((line) => line.endsWith('haproxy'))).toHaveLength(2);
  fails(2);
  expect(await installFromDebian(['haproxy'], 0)).toBe(false);
});
