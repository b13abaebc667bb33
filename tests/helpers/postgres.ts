import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { thisMachine } from '../../tools/setup/chromium.ts';
import { findPostgres } from '../../tools/setup/peers.ts';
import { disposeLater } from './disposal.ts';

/** PostgreSQL refuses to run as root. */
type Owner = { uid: number; gid: number } | undefined;

const owner: Owner = process.getuid?.() === 0 ? ownerOf('postgres') : undefined;
const programs = findPostgres(thisMachine());

/** Whether tests can start a PostgreSQL here. */
export const hasPostgres = programs !== undefined && (process.getuid?.() !== 0 || owner !== undefined);

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

let shared: Promise<Postgres> | undefined;

/** The cluster that all tests of this process share. Don't stop it. */
export function startPostgres(): Promise<Postgres> {
  shared ??= createCluster();
  return shared;
}

/** A cluster of this test's own, for tests that stop it. It ends with the test. */
export async function startOwnPostgres(): Promise<Postgres> {
  const postgres = await createCluster();
  disposeLater(() => postgres.end());
  return postgres;
}

const templates = new WeakMap<Postgres, Promise<string>>();

/** The `DATABASE_URL` of a new database with the newest schema. */
export async function freshPostgresDatabase(postgres: Postgres): Promise<string> {
  let template = templates.get(postgres);
  if (!template) {
    template = makeTemplate(postgres);
    templates.set(postgres, template);
  }
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(postgres.url('postgres'), async (client) => {
    await client.query(`create database ${name} template ${await template} strategy wal_log`);
  });
  return postgres.url(name);
}

export async function withClient<Value>(
  url: string,
  use: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function makeTemplate(postgres: Postgres): Promise<string> {
  const name = 'bandmate_template';
  await withClient(postgres.url('postgres'), (client) => client.query(`create database ${name}`));
  return name;
}

/** Its input closes when this process ends, by whatever cause; then the cluster ends, and its folder is removed. */
const guardScript = `exec 3<&0
folder=$1; shift
"$@" > "$folder/log" 2>&1 &
server=$!
(cat <&3 > /dev/null; kill -INT $server 2> /dev/null) > /dev/null 2>&1 &
wait $server
[ -e "$folder/kept" ] || rm -rf "$folder"`;

async function createCluster(): Promise<Postgres> {
  if (programs === undefined) throw new Error('PostgreSQL is not installed.');
  const folder = mkdtempSync(join(tmpdir(), 'bandmate-postgres-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const options = ['--no-sync', '--no-instructions', '--auth=trust', '--encoding=UTF8', '--locale=C'];
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
  let guard: ChildProcess;

  async function start(): Promise<void> {
    rmSync(join(folder, 'kept'), { force: true });
    const server = [join(programs as string, 'postgres'), '-D', data, ...settings(port, folder)];
    guard = spawn('sh', ['-c', guardScript, 'guard', folder, ...server], {
      ...owner,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    guard.unref();
    (guard.stdin as unknown as { unref(): void }).unref();
    await untilReady(guard, url('postgres'), join(folder, 'log'));
  }

  async function stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    if (guard.exitCode !== null) return;
    writeFileSync(join(folder, 'kept'), '');
    const [pid] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const ended = once(guard, 'exit');
    process.kill(Number(pid), how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  }

  async function end(): Promise<void> {
    await stop('immediate');
    rmSync(folder, { recursive: true, force: true });
  }

  const url = (database: string) => `postgres://bandmate@127.0.0.1:${port}/${database}`;
  await start();
  process.once('exit', () => {
    if (guard.exitCode !== null) rmSync(folder, { recursive: true, force: true });
  });
  return { ...{ port, url, start, stop }, end };
}

/** Nothing needs to outlive the machine; what outlives a crash of the server does. */
function settings(port: number, folder: string): string[] {
  const all = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: 300,
    shared_buffers: '64MB',
    wal_level: 'minimal',
    max_wal_senders: 0,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
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

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function ownerOf(user: string): Owner {
  const id = (option: string) => Number(spawnSync('id', [option, user], { encoding: 'utf8' }).stdout.trim());
  const [uid, gid] = [id('-u'), id('-g')];
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}
