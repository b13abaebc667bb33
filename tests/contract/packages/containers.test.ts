import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { copiedFiles } from '../../../tools/packages/collect-server.ts';
import { listServerFiles } from '../../../tools/packages/server-files.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { freePort } from '../../helpers/free-port.ts';
import { until } from '../../helpers/until.ts';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const inImage = (path: string) =>
  [...listServerFiles(root).sources, ...copiedFiles].includes(path.replace(/^\/server\//, ''));

describe('Dockerfile', () => {
  const lines = read('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  const of = (instruction: string) =>
    lines.flatMap((line) =>
      line.trim().startsWith(`${instruction} `) ? line.trim().slice(instruction.length + 1) : [],
    );

  test('copies files that are there, and that .dockerignore leaves in', () => {
    const ignored = read('.dockerignore')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    for (const copied of of('COPY').filter((one) => !one.includes('--from='))) {
      for (const path of copied.split(' ').slice(0, -1))
        expect(existsSync(join(root, path)), path).toBe(true);
    }
    const needed = [
      ...listServerFiles(root).sources,
      ...copiedFiles,
      'tools/packages/collect.ts',
      'renderer/index.html',
    ];
    const missing = needed.filter((path) =>
      ignored.some((one) => path === one || path.startsWith(`${one}/`)),
    );
    expect(missing).toEqual([]);
  });

  test('runs programs that are in the image, without root', () => {
    const commands = ['ENTRYPOINT', 'CMD']
      .flatMap((one) => of(one))
      .concat(/CMD (\[.*\])/.exec(of('HEALTHCHECK')[0] ?? '')?.[1] ?? []);
    const words = commands.flatMap((one) => JSON.parse(one) as string[]);
    expect(words).toEqual(['/server/node', 'server/index.ts', '/server/node', 'tools/packages/healthy.mjs']);
    expect(words.filter((word) => word !== '/server/node' && !inImage(word))).toEqual([]);
    expect(of('USER')).toEqual(['10001:10001']);
  });

  test('names its base images in arguments, so that another registry can be used', () => {
    expect(of('ARG').map((one) => one.split('=')[0])).toEqual(['BUILD_IMAGE', 'BASE_IMAGE']);
    expect(of('FROM').every((image) => /^\$\{(BUILD|BASE)_IMAGE\}( AS build)?$/.test(image))).toBe(true);
  });
});

type Service = {
  environment?: Record<string, string>;
  volumes?: string[];
  networks?: string[];
  depends_on?: string[] | Record<string, unknown>;
  read_only?: boolean;
  tmpfs?: string[];
  cap_drop?: string[];
};
type Compose = { services: Record<string, Service>; volumes: Record<string, unknown> };

describe.each(['compose.yaml', 'compose.nodes.yaml'])('%s', (file) => {
  const compose = load(read(file)) as Compose;
  const { server } = compose.services;

  test('sets only variables that the server or its libraries read', () => {
    const settings = read('server/read-config.ts');
    const unknown = Object.keys(server?.environment ?? {}).filter(
      (name) => !name.startsWith('AWS_') && !settings.includes(`'${name}'`),
    );
    expect(unknown).toEqual([]);
  });

  test('keeps the figures of the server inside', () => {
    expect(server?.environment).toMatchObject({ METRICS_HOST: '0.0.0.0' });
    expect(read(file)).not.toMatch(/ports:.*METRICS/);
  });

  test('needs no more than podman-compose can do, too', () => {
    const forms = [...read(file).matchAll(/\$\{\w+([^\w}]{0,2})/g)].map(([, form]) => form);
    expect(forms.filter((form) => form !== ':-' && form !== ':?')).toEqual([]);
    const options = (server?.tmpfs ?? []).flatMap((place) => place.split(':')[1]?.split(',') ?? []);
    expect(options.filter((option) => !/^(mode|size)=/.test(option))).toEqual([]);
  });

  test('names only services, volumes and files that are there', () => {
    for (const { volumes = [], depends_on = [] } of Object.values(compose.services)) {
      for (const [source = ''] of volumes.map((one) => one.split(':'))) {
        if (source.startsWith('.')) expect(existsSync(join(root, source)), source).toBe(true);
        else expect(compose.volumes).toHaveProperty([source]);
      }
      const others = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
      for (const other of others) expect(compose.services).toHaveProperty([other]);
    }
  });

  test('confines the server', () => {
    expect(server).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(read(file)).toMatch(/stop_grace_period: 90s/);
  });
});

test('several nodes take as many connections each as the operator says', () => {
  const { server } = (load(read('compose.nodes.yaml')) as Compose).services;
  expect(server?.environment?.MAX_CONNECTIONS).toMatch(/^\$\{MAX_CONNECTIONS:-\}$/);
});

test.each(['haproxy.cfg', 'nginx.conf', 'Caddyfile'])(
  '%s names a heading for operators that is there',
  (file) => {
    const [, page = '', heading] = /See (docs\/\w+\.md), "(.+)"\./.exec(read(`server/deploy/${file}`)) ?? [];
    expect(read(page).split('\n')).toContain(`### ${heading}`);
  },
);

const balancer = join(root, 'tools/packages/compose-haproxy.cfg');
const hasHaproxy = spawnSync('haproxy', ['-v']).error === undefined;

test.skipIf(!hasHaproxy)('HAProxy accepts the configuration of its container', () => {
  const { status, stderr } = spawnSync('haproxy', ['-c', '-f', balancer], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
});

test.skipIf(!hasHaproxy)('HAProxy starts where a container may open few files', async () => {
  const file = join(await temporaryFolder('haproxy'), 'haproxy.cfg');
  writeFileSync(
    file,
    readFileSync(balancer, 'utf8').replace('bind :3000', `bind 127.0.0.1:${await freePort()}`),
  );
  const child = spawn('sh', ['-c', 'ulimit -n 2048 && exec haproxy -W -db -f "$0"', file]);
  const ended = once(child, 'close');
  disposeLater(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  let output = '';
  child.stderr.on('data', (data) => {
    output += data;
  });
  await until(() => child.exitCode !== null || output.includes('Loading success'));
  expect(child.exitCode, output).toBeNull();
});

test('several nodes take temporary keys of S3 too', () => {
  const { server } = (load(read('compose.nodes.yaml')) as Compose).services;
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  expect(server?.environment).toMatchObject(Object.fromEntries(keys.map((name) => [name, `\${${name}:-}`])));
});
