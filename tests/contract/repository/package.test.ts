import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { taskNames } from '../../../tools/setup/task-arguments.ts';
import { root } from './source-files.ts';

type Package = {
  license: string;
  engines: { node: string };
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
type LockEntry = {
  version?: string;
  resolved?: string;
  integrity?: string;
  inBundle?: boolean;
  os?: string[];
  cpu?: string[];
};
type Lock = { packages: Record<string, LockEntry> };

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const description = JSON.parse(read('package.json')) as Package;
const lockText = read('package-lock.json');
const lock = JSON.parse(lockText) as Lock;
const dependencies = { ...description.dependencies, ...description.devDependencies };

test('the badges of the README say what the package says', () => {
  expect(read('docs/images/badge-licence.svg')).toContain(`licence: ${description.license}`);
  expect(read('docs/images/badge-node.svg')).toContain(
    `node: ${description.engines.node.replace('>=', '≥ ')}`,
  );
});

describe('dependencies', () => {
  test('each is pinned to one exact version', () => {
    const loose = Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(loose).toEqual([]);
  });

  test('the lock file holds the same versions', () => {
    const other = Object.entries(dependencies).filter(
      ([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version,
    );
    expect(other).toEqual([]);
  });

  test('the lock file names no address to fetch from, and a hash for each package', () => {
    expect(lockText).not.toMatch(/"resolved"/);
    // A package packed within another comes with that one, and is proven by its hash.
    const unproven = Object.entries(lock.packages).filter(
      ([path, entry]) => path !== '' && entry.version !== undefined && !entry.inBundle && !entry.integrity,
    );
    expect(unproven.map(([path]) => path)).toEqual([]);
    for (const [path] of Object.entries(lock.packages).filter(([, entry]) => entry.inBundle)) {
      const holder = path.slice(0, path.lastIndexOf('/node_modules/'));
      expect(lock.packages[holder]?.integrity, path).toBeTruthy();
    }
  });

  test('the lock file names what other systems need, so that set-up there installs it', () => {
    const machines = [
      ['darwin', 'arm64'],
      ['darwin', 'x64'],
      ['win32', 'x64'],
      ['linux', 'x64'],
    ] as const;
    for (const [system, chip] of machines) {
      const names = Object.entries(lock.packages)
        .filter(([, { os, cpu }]) => os?.includes(system) && cpu?.includes(chip))
        .map(([path]) => path)
        .join(' ');
      for (const needed of ['@rolldown/binding', '@biomejs/cli', '@tailwindcss/oxide', 'lightningcss']) {
        expect(names, `${system} ${chip}`).toContain(needed);
      }
    }
  });
});

describe('scripts', () => {
  test('those a newcomer is told of are there', () => {
    for (const name of ['start', 'demo', 'test', 'test:faults', 'bench', 'server', 'watch', 'dev']) {
      expect(description.scripts).toHaveProperty([name]);
    }
  });

  test('each leads to a task of run.mjs or to a tool that is a dependency', () => {
    for (const [name, script] of Object.entries(description.scripts)) {
      for (const command of script.split('&&').map((part) => part.trim().split(/\s+/))) {
        if (command[0] === 'node') {
          expect(existsSync(join(root, command[1] ?? '')), `${name}: ${command[1]}`).toBe(true);
          expect(taskNames, name).toContain(command[2]);
        } else {
          expect(
            existsSync(join(root, 'node_modules/.bin', command[0] ?? '')),
            `${name}: ${command[0]}`,
          ).toBe(true);
        }
      }
    }
  });

  test('the programs that tasks start are there', () => {
    for (const path of ['server/index.ts', 'main/cli.ts', 'main/index.ts', 'tests/bench/run.ts']) {
      expect(existsSync(join(root, path)), path).toBe(true);
    }
  });

  test('the continuous build runs npm test, expects the peers, and can be started', () => {
    expect(read('.ci/run')).toMatch(/^export EXPECT_PEERS=1\nnpm test$/m);
    accessSync(join(root, '.ci/run'), constants.X_OK);
  });
});

test('it sets itself up on Node 20', () => {
  expect(description.engines.node).toBe('>=20');
});

test('MIT, in the package and in full', () => {
  expect(description.license).toBe('MIT');
  expect(read('LICENSE')).toMatch(/^MIT License/);
  expect(read('LICENSE')).toContain('WITHOUT WARRANTY OF ANY KIND');
});
