import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase } from '../../server/db/open-database.ts';
import { thisMachine } from '../../tools/setup/chromium.ts';
import { memoryFolder } from '../../tools/setup/memory-folder.ts';
import { findPostgres } from '../../tools/setup/peers.ts';
import { disposeLater } from './disposal.ts';
import { freePort } from './free-port.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The port of the cluster that all files of a run share. */
    postgresPort: number;
  }
}

type Owner = { uid: number; gid: number } | undefined;

const programs = findPostgres(thisMachine());
/** PostgreSQL refuses to run as root. */
const owner: Owner = programs && process.getuid?.() === 0 ? ownerOf('postgres') : undefined;

/** Whether tests can start a PostgreSQL here. */
export const hasPostgres = programs !== undefined;

/** A cluster on a port of 127.0.0.1. It ends with this process at the latest, and its folder with it. */
export type Postgres = {
  port: number;
  /** The address of a database in it. */
  url(database: string): string;
  /** Stops it as a crash would (`immediate`), or orderly without waiting for clients. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  /** Starts it again on the same port, with what it has stored. */
  start(): Promise<void>;
  /** Stops it for good and removes its folder. */
  end(): Promise<void>;
};

/** A cluster that tests share. They can't stop it. */
export type SharedPostgres = Pick<Postgres, 'port' | 'url'>;

let own: Promise<Postgres> | undefined;
let lasting: Promise<Postgres> | undefined;

/** The cluster that all tests of this process share, or of this run. */
export async function sharedPostgres(): Promise<SharedPostgres> {
  const port = inject('postgresPort');
  return port === undefined ? startPostgres() : { port, url: urlAt(port) };
}

/** The cluster of this process. */
export function startPostgres(): Promise<Postgres> {
  own ??= createCluster();
  return own;
}

/** The same, with the settings that PostgreSQL comes with, on a disk: for figures of what users run. */
export function startLastingPostgres(): Promise<Postgres> {
  lasting ??= createCluster(true).then((postgres) => {
    const end = () => {
      lasting = undefined;
      return postgres.end();
    };
    return { ...postgres, end };
  });
  return lasting;
}

/** A cluster of this test's own, for tests that stop it. It ends with the test. */
export async function startOwnPostgres(): Promise<Postgres> {
  const postgres = await createCluster();
  disposeLater(() => postgres.end());
  return postgres;
}

const templates = new Map<number, Promise<void>>();
const templateName = 'bandmate_template';

/** The `DATABASE_URL` of a new database with the newest schema. */
export async function freshPostgresDatabase(postgres: SharedPostgres): Promise<string> {
  if (inject('postgresPort') !== postgres.port) await makeTemplate(postgres);
  return copyTemplate(postgres);
}

/** The same, where `makeTemplate` was called before. */
export async function copyTemplate(postgres: SharedPostgres): Promise<string> {
  const url = await copyDatabase(postgres, templateName);
  // Every server has an epoch of its own.
  const epoch = "update meta set value = gen_random_uuid()::text where key = 'epoch'";
  await withClient(url, (client) => client.query(epoch));
  return url;
}

/** The `DATABASE_URL` of a copy of a database that nobody is connected to. */
export async function copyDatabase(postgres: SharedPostgres, source: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const made = `create database ${name} template ${source} strategy file_copy`;
  await withClient(postgres.url('postgres'), (client) => client.query(made));
  return postgres.url(name);
}

/** Removes a database and ends the connections to it. */
export async function dropDatabase(url: string): Promise<void> {
  const { pathname } = new URL(url);
  const dropped = `drop database ${pathname.slice(1)} with (force)`;
  await withClient(new URL('/postgres', url).href, (client) => client.query(dropped));
}

export async function withClient<Value>(
  url: string,
  use: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  const client = new pg.Client(url);
  // A connection that ends says so here too; the statement that was under way rejects.
  client.on('error', () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** A database with the newest schema, from which the others are copied. Made once in a cluster. */
export function makeTemplate(postgres: SharedPostgres): Promise<void> {
  const make = async () => {
    await withClient(postgres.url('postgres'), (client) => client.query(`create database ${templateName}`));
    await (await openDatabase(postgres.url(templateName))).destroy();
  };
  const making = templates.get(postgres.port) ?? make();
  templates.set(postgres.port, making);
  return making;
}

const urlAt = (port: number) => (database: string) => `postgres://bandmate@127.0.0.1:${port}/${database}`;

/** Its input closes when this process ends, by whatever cause; then the cluster ends, and its folder is removed. */
const guardScript = `exec 3<&0
folder=$1; shift
"$@" > "$folder/log" 2>&1 &
server=$!
(cat <&3 > /dev/null; kill -INT $server 2> /dev/null) > /dev/null 2>&1 &
wait $server
[ -e "$folder/kept" ] || rm -rf "$folder"`;

/** Nothing of it needs to outlive the machine, unless it is `isLasting`; what outlives a crash of the server does. */
async function createCluster(isLasting = false): Promise<Postgres> {
  if (programs === undefined) throw new Error('PostgreSQL is not installed.');
  // Each server has a copy of a database, some six hundred files, and ext4 looks long for room where many were just deleted.
  const place = isLasting ? tmpdir() : (memoryFolder() ?? tmpdir());
  const folder = mkdtempSync(join(place, 'bandmate-postgres-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const options = ['--no-instructions', '--auth=trust', '--encoding=UTF8', '--locale=C'];
  if (!isLasting) options.push('--no-sync');
  const made = spawnSync(join(programs, 'initdb'), [...options, '--username=bandmate', data], {
    ...owner,
    cwd: '/',
    encoding: 'utf8',
  });
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`initdb failed: ${made.stderr}`);
  }
  const port = await freePort();
  const url = urlAt(port);
  const settings = settingsOf(port, folder, isLasting);
  let guard: ChildProcess;

  async function start(): Promise<void> {
    const server = [join(programs as string, 'postgres'), '-D', data, ...settings];
    guard = spawn('sh', ['-c', guardScript, 'guard', folder, ...server], {
      ...owner,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    guard.unref();
    (guard.stdin as unknown as { unref(): void }).unref();
    await untilReady(guard, url('postgres'), join(folder, 'log'));
    rmSync(join(folder, 'kept'), { force: true });
  }

  async function stop(how: 'fast' | 'immediate' = 'fast', isKept = true): Promise<void> {
    if (guard.exitCode !== null) return;
    if (isKept) writeFileSync(join(folder, 'kept'), '');
    const [pid] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const ended = once(guard, 'exit');
    process.kill(Number(pid), how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  }

  async function end(): Promise<void> {
    // This process may end before the cluster has: then the guard removes the folder.
    await stop('immediate', false);
    rmSync(folder, { recursive: true, force: true });
  }

  await start();
  process.once('exit', () => {
    if (guard.exitCode !== null) rmSync(folder, { recursive: true, force: true });
  });
  return { ...{ port, url, start, stop }, end };
}

function settingsOf(port: number, folder: string, isLasting: boolean): string[] {
  const shared = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: 300,
  };
  const fast = {
    fsync: 'off',
    full_page_writes: 'off',
    // It would go through hundreds of databases, none of which lives long enough to need it.
    autovacuum: 'off',
    shared_buffers: '64MB',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '128MB',
  };
  return Object.entries(isLasting ? shared : { ...shared, ...fast }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
}

async function untilReady(guard: ChildProcess, url: string, log: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await withClient(url, async () => {});
    } catch (error) {
      const text = () => readFileSync(log, { encoding: 'utf8', flag: 'a+' });
      if (guard.exitCode !== null || Date.now() > deadline)
        throw new Error(`PostgreSQL does not start: ${text()}`, { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function ownerOf(user: string): Exclude<Owner, undefined> {
  const id = (option: string) => Number(spawnSync('id', [option, user], { encoding: 'utf8' }).stdout.trim());
  return { uid: id('-u'), gid: id('-g') };
}
