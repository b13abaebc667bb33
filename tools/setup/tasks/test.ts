import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureBuilt } from '../app-build.ts';
import { pinnedNode } from '../dependencies.mjs';
import { ensureElectron } from '../electron.ts';
import { type RunningProcess, startProcess, untilAskedToEnd } from '../processes.ts';
import { say, seconds } from '../say.mjs';
import {
  type Count,
  countCheck,
  countPlaywright,
  countVitest,
  type StepEnd,
  totalLine,
} from '../test-summary.ts';

const stepMilliseconds = 15 * 60_000;

type Step = { name: string; run: () => Promise<Count> };

/**
 * All checks in order, each to its end, whatever the one before said: so one run shows every failure. The last line
 * on stdout is the total.
 */
export async function test(root: string): Promise<number> {
  let current: RunningProcess | undefined;
  let asked = false;
  void untilAskedToEnd().then(async () => {
    asked = true;
    await current?.stop();
  });
  const environment: NodeJS.ProcessEnv = { ...process.env };

  async function run(name: string, commands: string[][], report?: string): Promise<StepEnd> {
    if (report) {
      mkdirSync(dirname(report), { recursive: true });
      rmSync(report, { force: true });
    }
    let end = { code: 0 as number | null, timedOut: false };
    for (const [file = '', ...options] of commands) {
      current = startProcess({
        name,
        command: pinnedNode(root),
        arguments: [join(root, 'node_modules', file), ...options],
        environment,
        directory: root,
        timeoutMilliseconds: stepMilliseconds,
      });
      const { code, timedOut } = await current.ended;
      current = undefined;
      if (timedOut) say(`${name} took longer than ${stepMilliseconds / 60_000} minutes and was ended.`);
      if (code !== 0 && end.code === 0) end = { code, timedOut };
    }
    return { exitCode: end.code, timedOut: end.timedOut, report: report ? readReport(report) : undefined };
  }

  const vitest = (project: string): Step => ({
    name: project,
    async run() {
      const report = join(root, `test-results/${project}.json`);
      const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      return countVitest(
        await run(project, [['vitest/vitest.mjs', 'run', '--project', project, ...options]], report),
      );
    },
  });

  const steps: Step[] = [
    {
      name: 'types',
      async run() {
        const tsc = 'typescript/bin/tsc';
        const commands = [
          [tsc, '-p', 'tsconfig.json'],
          [tsc, '-p', 'renderer/tsconfig.json'],
        ];
        return countCheck(await run('types', commands));
      },
    },
    {
      name: 'lint',
      run: async () =>
        countCheck(await run('lint', [['@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']])),
    },
    vitest('unit'),
    {
      name: 'set-up',
      async run() {
        const electron = await ensureElectron(root);
        if (!electron.ok) throw new Error(electron.message);
        Object.assign(environment, electron.program.environment);
        await ensureBuilt(root);
        return { passed: 1, failed: 0, skipped: 0 };
      },
    },
    vitest('contract'),
    vitest('integration'),
    {
      name: 'e2e',
      async run() {
        const report = join(root, 'test-results/e2e.json');
        environment.PLAYWRIGHT_JSON_OUTPUT_FILE = report;
        return countPlaywright(
          await run('e2e', [['@playwright/test/cli.js', 'test', '--reporter=list,json']], report),
        );
      },
    },
  ];

  const results: { name: string; count: Count; milliseconds: number }[] = [];
  for (const { name, run: runStep } of steps) {
    if (asked) break;
    say(`\n── ${name} ──`);
    const begun = performance.now();
    const count = await runStep().catch((error: Error) => {
      say(error.message);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    results.push({ name, count, milliseconds: performance.now() - begun });
  }

  say('');
  for (const { name, count, milliseconds } of results) {
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    const mark = count.failed > 0 ? '✗' : '✓';
    say(
      `${mark} ${name.padEnd(12)} ${count.passed} passed, ${count.failed} failed${skipped}  ${seconds(milliseconds)}`,
    );
  }
  if (asked) say('Ended before all steps were run.');
  const counts = results.map(({ count }) => count);
  process.stdout.write(`${totalLine(counts)}\n`);
  return asked || counts.some((count) => count.failed > 0) ? 1 : 0;
}

function readReport(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    say(`${file} is no JSON: ${(error as Error).message}`);
    return undefined;
  }
}
