import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { copiedFiles } from '../../../tools/packages/collect-server.ts';
import { listServerFiles } from '../../../tools/packages/server-files.ts';

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
    expect(server?.environment?.METRICS_HOST).toContain('METRICS_PORT:+0.0.0.0');
    expect(read(file)).not.toMatch(/ports:.*METRICS/);
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

const hasHaproxy = spawnSync('haproxy', ['-v']).error === undefined;

test.skipIf(!hasHaproxy)('HAProxy accepts the configuration of its container', () => {
  const { status, stderr } = spawnSync(
    'haproxy',
    ['-c', '-f', join(root, 'tools/packages/compose-haproxy.cfg')],
    {
      encoding: 'utf8',
    },
  );
  expect(status, stderr).toBe(0);
});
