import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { thisMachine } from '../../tools/setup/chromium.ts';
import { findCeph } from '../../tools/setup/peers.ts';
import { freePort } from './free-port.ts';
import type { S3Service } from './s3.ts';
import { until } from './until.ts';

export const hasCeph = findCeph(thisMachine()) !== undefined;

const bucket = 'bandmate';
const key = 'test';
const startMilliseconds = 180_000;
const run = promisify(execFile);

/** Its input closes when this process ends, by whatever cause, and ends it. */
const guardScript = `exec 3<&0
"$@" > /dev/null 2>&1 &
server=$!
(cat <&3 > /dev/null; kill -KILL $server 2> /dev/null) > /dev/null 2>&1 &
wait $server`;

/**
 * Ceph's S3, checked by its own signatures: a monitor, one disk in memory and a gateway, in a folder of their own. It ends
 * with this process at the latest.
 */
export async function startCeph(): Promise<S3Service & { stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'bandmate-ceph-'));
  const daemons = new Set<ChildProcess>();
  async function kill(daemon: ChildProcess): Promise<void> {
    if (!daemons.has(daemon)) return;
    const ended = once(daemon, 'exit');
    daemon.stdin?.end();
    await ended;
  }
  async function stop(): Promise<void> {
    await Promise.all([...daemons].map(kill));
    await rm(folder, { recursive: true, force: true });
  }

  const [monitorPort, port] = [await freePort(), await freePort()];
  const settings = join(folder, 'ceph.conf');
  const id = randomUUID();
  await writeFile(settings, configuration(folder, id, monitorPort));
  await Promise.all([mkdir(join(folder, 'mon')), mkdir(join(folder, 'osd'))]);

  // Debian's programs look for their libraries below the root.
  const command = (name: string, ...words: string[]) =>
    run(`/usr/bin/${name}`, words, { cwd: '/', timeout: startMilliseconds });
  const ceph = (name: string, ...words: string[]) => command(name, '--conf', settings, ...words);
  const start = (name: string, ...words: string[]) => {
    const program = [`/usr/bin/${name}`, '--conf', settings, '-f', ...words];
    const stdio = ['pipe', 'ignore', 'ignore'] as const;
    const daemon = spawn('sh', ['-c', guardScript, 'guard', ...program], { cwd: '/', stdio: [...stdio] });
    daemons.add(daemon);
    daemon.once('exit', () => daemons.delete(daemon));
    return daemon;
  };

  const keyring = join(folder, 'keyring');
  const allow = (...whats: string[]) => whats.flatMap((what) => ['--cap', what, 'allow *']);
  await command('ceph-authtool', '--create-keyring', keyring, '--gen-key', '-n', 'mon.', ...allow('mon'));
  await command('ceph-authtool', keyring, '--gen-key', '-n', 'client.admin', ...allow('mon', 'osd', 'mgr'));
  const map = join(folder, 'monmap');
  await command(
    'monmaptool',
    '--create',
    '--fsid',
    id,
    '--addv',
    'a',
    `[v2:127.0.0.1:${monitorPort}/0]`,
    map,
  );
  await ceph('ceph-mon', '--mkfs', '-i', 'a', '--monmap', map, '--keyring', keyring);
  start('ceph-mon', '-i', 'a');
  const disk = randomUUID();
  await ceph('ceph', 'osd', 'new', disk);
  await command(
    'ceph-authtool',
    keyring,
    '--gen-key',
    '-n',
    'osd.0',
    ...allow('osd'),
    '--cap',
    'mon',
    'allow profile osd',
  );
  await ceph('ceph', 'auth', 'add', 'osd.0', '-i', keyring);
  await ceph('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', disk);
  start('ceph-osd', '-i', '0');
  const endpoint = `http://127.0.0.1:${port}`;
  let gateway: ChildProcess | undefined;
  const startGateway = async () => {
    if (gateway && daemons.has(gateway)) return;
    const frontend = `beast endpoint=127.0.0.1:${port}`;
    gateway = start('radosgw', '-n', 'client.admin', '--rgw-frontends', frontend);
    await until(async () => (await fetch(endpoint)).status > 0, {
      what: 'Ceph to answer',
      timeoutMilliseconds: startMilliseconds,
    });
  };
  await startGateway();
  const person = ['--uid', key, '--display-name', key, '--access-key', key, '--secret', key];
  await ceph('radosgw-admin', 'user', 'create', ...person);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: key });
  await makeBucket(endpoint);
  return {
    ...{ endpoint, stop },
    gateway: { start: startGateway, kill: async () => gateway && kill(gateway) },
    freshUrl: (through = endpoint) => `s3://${bucket}/${randomUUID()}?endpoint=${through}&region=us-east-1`,
  };
}

async function makeBucket(endpoint: string): Promise<void> {
  const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1' });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
}

/** One copy of everything, which is lost with the process. */
function configuration(folder: string, id: string, monitorPort: number): string {
  const all = {
    fsid: id,
    'mon host': `[v2:127.0.0.1:${monitorPort}/0]`,
    'mon initial members': 'a',
    'public addr': '127.0.0.1',
    'cluster addr': '127.0.0.1',
    'ms bind msgr1': false,
    'run dir': folder,
    'admin socket': `${folder}/$name.asok`,
    keyring: `${folder}/keyring`,
    'mon data': `${folder}/mon`,
    'mon data avail crit': 1,
    'osd data': `${folder}/osd`,
    'osd objectstore': 'memstore',
    'memstore device bytes': 8 * 1024 ** 3,
    'osd pool default size': 1,
    'osd pool default min size': 1,
    'osd pool default pg num': 8,
    'osd pool default pg autoscale mode': 'off',
    'osd crush chooseleaf type': 0,
    'osd class load list': '*',
    'osd class default list': '*',
    'mon allow pool size one': true,
    'mon max pg per osd': 1000,
    'log file': '/dev/null',
    'mon cluster log file': '/dev/null',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  return ['[global]', ...lines, ''].join('\n');
}
