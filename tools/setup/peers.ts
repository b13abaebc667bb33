import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Machine } from './chromium.ts';
import { distribution, installFromDebian } from './debian.ts';
import { say, step } from './say.mjs';
import type { Step } from './steps.ts';

/** The server of `python3-moto` needs it, but the package doesn't say so. */
const flaskCors = 'python3-flask-cors';

const cephPrograms = [
  ...['ceph', 'ceph-authtool', 'ceph-mon', 'ceph-osd'],
  ...['monmaptool', 'radosgw', 'radosgw-admin'],
];

type Peer = {
  name: string;
  find(machine: Machine): string | undefined;
  packages: string[];
  /** Started by the package, also with the machine, some on ports that others may need. Tests start their own. */
  service?: string;
};

/** The programs of others that a server of many machines works with, and which its tests start. */
const peers: readonly Peer[] = [
  { name: 'PostgreSQL', find: findPostgres, packages: ['postgresql'] },
  { name: 'HAProxy', find: findHaproxy, packages: ['haproxy'] },
  { name: 'PgBouncer', find: findPgbouncer, packages: ['pgbouncer'], service: 'pgbouncer' },
  { name: 'nginx', find: findNginx, packages: ['nginx-light'], service: 'nginx' },
  { name: 'Caddy', find: findCaddy, packages: ['caddy'], service: 'caddy' },
  { name: 'moto', find: findMoto, packages: ['python3-moto', flaskCors] },
  { name: 'OpenSSL', find: findOpenssl, packages: ['openssl'] },
];

/** Those of the fault runs, which also keep files in Ceph's S3. */
export const peersOfFaults: readonly Peer[] = [
  ...peers,
  { name: 'Ceph', find: findCeph, packages: ['ceph-mon', 'ceph-osd', 'radosgw'], service: 'ceph-crash' },
];

/**
 * Installs them where that is allowed, and answers the names of those that are missing. The tests that need one of these
 * are skipped, which their report shows.
 */
export async function ensurePeers(machine: Machine, wanted = peers): Promise<string[]> {
  const isMissing = ({ find }: Peer) => find(machine) === undefined;
  const missing = wanted.filter(isMissing);
  if (missing.length === 0) return [];
  if (machine.isRoot && distribution(machine.osRelease) === 'debian') {
    const names = missing.map(({ name }) => name).join(', ');
    await step(`Installing ${names} from Debian`, () =>
      installFromDebian(missing.flatMap(({ packages }) => packages)),
    );
    if (existsSync('/run/systemd/system'))
      for (const { service } of missing)
        if (service) spawnSync('systemctl', ['--quiet', 'disable', '--now', service]);
  }
  const names = missing.filter(isMissing).map(({ name }) => name);
  for (const name of names) say(`${name} was not found, so the tests that need it are skipped.`);
  return names;
}

/** A step that fails: with `EXPECT_PEERS=1` no run passes that has skipped the tests of these. */
export function expectPeers(missing: readonly string[], { EXPECT_PEERS }: NodeJS.ProcessEnv): Step[] {
  if (EXPECT_PEERS !== '1' || missing.length === 0) return [];
  const run = async () => {
    throw new Error(
      `EXPECT_PEERS is set, but not found: ${missing.join(', ')}. The tests that need them were skipped.`,
    );
  };
  return [{ name: 'peers', run }];
}

/**
 * The folder of PostgreSQL's programs: `POSTGRES_BIN`, Debian's newest, or the one on PATH. It refuses to run as root, so
 * root needs the user `postgres`.
 */
export function findPostgres(machine: Machine): string | undefined {
  if (machine.isRoot && !machine.hasUser('postgres')) return undefined;
  const { POSTGRES_BIN } = machine.environment;
  const folders = POSTGRES_BIN ? [POSTGRES_BIN] : [...debianPostgres(), ...onPath(machine)];
  return folders.find((folder) => machine.isExecutable(join(folder, 'initdb')));
}

export function findHaproxy(machine: Machine): string | undefined {
  return findProgram(machine, 'haproxy', ['/usr/sbin']);
}

export function findPgbouncer(machine: Machine): string | undefined {
  return findProgram(machine, 'pgbouncer', ['/usr/sbin']);
}

export function findNginx(machine: Machine): string | undefined {
  return findProgram(machine, 'nginx', ['/usr/sbin']);
}

export function findCaddy(machine: Machine): string | undefined {
  return findProgram(machine, 'caddy', ['/usr/bin']);
}

export function findOpenssl(machine: Machine): string | undefined {
  return findProgram(machine, 'openssl', ['/usr/bin']);
}

/** The folder of Ceph's programs, if all that the tests start are there. */
export function findCeph({ isExecutable }: Machine): string | undefined {
  const folder = '/usr/bin';
  return cephPrograms.every((name) => isExecutable(join(folder, name))) ? folder : undefined;
}

/** Debian's, for Debian's Python. */
export function findMoto(
  { isExecutable }: Machine,
  isThere: (path: string) => boolean = existsSync,
): string | undefined {
  const isWhole = isThere('/usr/lib/python3/dist-packages/flask_cors');
  return isWhole ? ['/usr/bin/moto_server'].find(isExecutable) : undefined;
}

function findProgram(machine: Machine, name: string, others: string[]): string | undefined {
  return [...onPath(machine), ...others].map((folder) => join(folder, name)).find(machine.isExecutable);
}

function onPath({ environment }: Machine): string[] {
  return (environment.PATH ?? '').split(delimiter).filter(Boolean);
}

function debianPostgres(): string[] {
  const root = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(root).sort((one, other) => Number(other) - Number(one));
    return versions.map((version) => join(root, version, 'bin'));
  } catch {
    return [];
  }
}
