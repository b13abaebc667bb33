import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { asarPath } from '../../packages/app/asar-path.ts';
import { ensureBuilt } from '../app-build.ts';
import { thisMachine } from '../chromium.ts';
import { ensureElectron } from '../electron.ts';
import { ensureLua } from '../lua.ts';
import { temporaryFolderInMemory } from '../memory-folder.ts';
import { ensurePeers, expectPeers } from '../peers.ts';
import { untilAskedToEnd } from '../processes.ts';
import { say } from '../say.mjs';
import { type Plan, runPlan, type Step } from '../steps.ts';
import { hasDisplay, type TestPart, testParts } from '../task-arguments.ts';
import {
  type Count,
  countCheck,
  countPlaywright,
  countSecondTry,
  countVitest,
  failedFiles,
} from '../test-summary.ts';
import { createToolRunner, type ToolRunner } from '../tool-runner.ts';
import { ensureVirtualDisplay } from '../virtual-display.ts';

/**
 * `npm test`: every check. Independent steps run side by side: the others use the processor while integration tests wait.
 * The whole-app tests run alone. `parts` names those that run; none means all.
 */
export async function test(root: string, parts: string[] = []): Promise<number> {
  const unknown = parts.filter((part) => !testParts.some((known) => known === part));
  if (unknown.length > 0) {
    say(`No part named ${unknown.join(', ')}. There are: ${testParts.join(', ')}.`);
    return 1;
  }
  const electron = await ensureElectron(root);
  if (!electron.ok) say(electron.message);
  else if (electron.program.kind === 'stand-in')
    say('The tests that only Electron can run (tests/contract/electron) are skipped, and counted as such.');
  if (process.env.EXPECT_ELECTRON === '1' && !(electron.ok && electron.program.kind === 'electron')) {
    say('EXPECT_ELECTRON is set, and Electron’s own binary can’t be used here.');
    return 1;
  }
  await ensureLua(thisMachine());
  const missing = await ensurePeers(thisMachine());
  const { tools, steps } = checkSteps(root, electron.ok ? electron.program.environment : {});
  const { types, lint, vitest } = steps;
  const build: Step = {
    name: 'build',
    run: async () => {
      await ensureBuilt(root);
      return allPassed;
    },
  };
  const archive: Step = {
    name: 'archive',
    async run() {
      const { buildApp } = await import('../../packages/app/build-app.ts');
      const [outcome] = await buildApp(root, ['app.asar']);
      if (outcome?.kind !== 'built') throw new Error(outcome?.why);
      return allPassed;
    },
  };
  const e2e: Step = { name: 'e2e', run: () => runWholeApp(tools, root, electron) };
  const plan: Plan = [
    [[lint], [build, archive]],
    [
      [vitest('integration')],
      // Types and most of the simulation need one processor: at the end they would leave the other idle.
      [types, vitest('simulation'), vitest('unit'), vitest('contract'), vitest('contract-postgres')],
    ],
    [[e2e]],
  ];
  const isAsked = ({ name }: Step) => parts.length === 0 || parts.includes(name);
  const asked = plan.map((chains) => chains.map((chain) => chain.filter(isAsked)));
  return runSteps(tools, [...asked, [expectPeers(missing, process.env)]]);
}

/** `npm run check`: the checks that finish within two minutes. */
export async function check(root: string): Promise<number> {
  const { tools, steps } = checkSteps(root, {});
  const { types, lint, vitest } = steps;
  return runSteps(tools, [[[types], [lint], [vitest('unit')]], [[vitest('contract', 'repository')]]]);
}

/** If more files fail, the machine is not to blame. */
const mostFilesAgain = 10;

const allPassed: Count = { passed: 1, failed: 0, skipped: 0 };

function checkSteps(root: string, electronEnvironment: NodeJS.ProcessEnv) {
  const results = join(root, 'test-results');
  mkdirSync(results, { recursive: true });
  const temporary = temporaryFolderInMemory();
  const environment = {
    // Colours only in a terminal.
    ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
    ...process.env,
    ...(temporary && { TMPDIR: temporary }),
    ...electronEnvironment,
  };
  const tools = createToolRunner(root, environment, results);
  const types: Step = {
    name: 'types',
    async run() {
      for (const project of ['tsconfig.json', 'renderer/tsconfig.json', 'tests/e2e/tsconfig.json']) {
        const count = countCheck(await tools.run('typescript/bin/tsc', ['-p', project]));
        if (count.failed > 0) return count;
      }
      return allPassed;
    },
  };
  const lint: Step = {
    name: 'lint',
    run: async () =>
      countCheck(await tools.run('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])),
  };
  /** A Vitest project, or the part of it whose paths contain `filter`. Files that failed run once more, one by one. */
  const vitest = (project: TestPart, filter?: string): Step => ({
    name: filter ?? project,
    async run() {
      const runFiles = (name: string, options: string[]) => {
        const report = join(results, `${name}.json`);
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
        return tools.run('vitest/vitest.mjs', ['run', '--project', project, ...options, ...reporters], {
          report,
        });
      };
      const name = filter ?? project;
      const first = await runFiles(name, filter ? [`tests/${project}/${filter}`] : []);
      const failed = failedFiles(first);
      if (failed.length === 0 || failed.length > mostFilesAgain) return countVitest(first);
      return countSecondTry(first, await runFiles(`${name}-again`, ['--maxWorkers', '1', ...failed]));
    },
  });
  return { tools, steps: { types, lint, vitest } };
}

async function runWholeApp(
  tools: ToolRunner,
  root: string,
  electron: Awaited<ReturnType<typeof ensureElectron>>,
): Promise<Count> {
  if (!electron.ok) throw new Error(electron.message);
  const report = join(root, 'test-results/e2e.json');
  const needsDisplay = electron.program.kind === 'electron' && !hasDisplay(process.platform, process.env);
  const wrapper = needsDisplay ? await virtualDisplay() : [];
  const more = {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    BANDMATE_APP: asarPath(root),
    // The app has its data on a disk, as on a person's machine.
    TMPDIR: process.env.TMPDIR,
    // Playwright sets FORCE_COLOR for its workers, and Node warns if NO_COLOR is set too.
    ...(process.stdout.isTTY ? {} : { NO_COLOR: undefined, FORCE_COLOR: '0' }),
  };
  const options = ['test', '--reporter=list,json'];
  return countPlaywright(await tools.run('@playwright/test/cli.js', options, { report, wrapper, more }));
}

async function virtualDisplay(): Promise<string[]> {
  const display = await ensureVirtualDisplay(thisMachine());
  if (!display.ok) throw new Error(display.message);
  return [display.path, '-a'];
}

function runSteps(tools: ToolRunner, plan: Plan): Promise<number> {
  return runPlan(plan, { asked: untilAskedToEnd(), stop: tools.stop });
}
