import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Machine } from './chromium.ts';
import { distribution, installFromDebian } from './debian.ts';
import { say, step } from './say.mjs';

/** The programs of others that a server of many machines works with, and which its tests start. */
const peers: { name: string; find(machine: Machine): string | undefined; debianPackage: string }[] = [
  { name: 'PostgreSQL', find: findPostgres, debianPackage: 'postgresql' },
  { name: 'HAProxy', find: findHaproxy, debianPackage: 'haproxy' },
  { name: 'moto', find: findMoto, debianPackage: 'python3-moto' },
];

/** Installs them where that is allowed. The tests that need a missing one are skipped, which their report shows. */
export async function ensurePeers(machine: Machine): Promise<void> {
  const isMissing = ({ find }: (typeof peers)[number]) => find(machine) === undefined;
  const missing = peers.filter(isMissing);
  if (missing.length === 0) return;
  if (machine.isRoot && distribution(machine.osRelease) === 'debian') {
    const names = missing.map(({ name }) => name).join(', ');
    await step(`Installing ${names} from Debian`, () =>
      installFromDebian(missing.map(({ debianPackage }) => debianPackage)),
    );
  }
  for (const { name } of missing.filter(isMissing))
    say(`${name} was not found, so the tests that need it are skipped.`);
}

/** The folder of PostgreSQL's programs: `POSTGRES_BIN`, Debian's newest, or the one on PATH. */
export function findPostgres(machine: Machine): string | undefined {
  const { POSTGRES_BIN } = machine.environment;
  const folders = POSTGRES_BIN ? [POSTGRES_BIN] : [...debianPostgres(), ...onPath(machine)];
  return folders.find((folder) => machine.isExecutable(join(folder, 'initdb')));
}

export function findHaproxy(machine: Machine): string | undefined {
  return findProgram(machine, 'haproxy', ['/usr/sbin']);
}

export function findMoto(machine: Machine): string | undefined {
  return findProgram(machine, 'moto_server', ['/usr/bin']);
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
