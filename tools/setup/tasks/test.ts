import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../app-build.ts';
import { thisMachine } from '../chromium.ts';
import { ensureElectron } from '../electron.ts';
import { untilAskedToEnd } from '../processes.ts';
import { say, seconds } from '../say.mjs';
import { hasDisplay } from '../task-arguments.ts';
import { type Count, countCheck, countPlaywright, countVitest, totalLine } from '../test-summary.ts';
import { createToolRunner } from '../tool-runner.ts';
import { ensureVirtualDisplay } from '../virtual-display.ts';

type Result = { name: string; count: Count; milliseconds: number };

/**
 * All checks in order, each to its end, whatever the one before said: so one run shows every failure. The last line
 * on stdout is the total.
 */
export async function test(root: string): Promise<number> {
  const electron = await ensureElectron(root);
  if (!electron.ok) say(electron.message);
  const tools = createToolRunner(root, {
    // Colours make sense to a person only.
    ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
    ...process.env,
    ...(electron.ok ? electron.program.environment : {}),
  });
  const results = join(root, 'test-results');
  mkdirSync(results, { recursive: true });
  const allPassed: Count = { passed: 1, failed: 0, skipped: 0 };

  async function types(): Promise<Count> {
    for (const project of ['tsconfig.json', 'renderer/tsconfig.json', 'tests/e2e/tsconfig.json']) {
      const count = countCheck(await tools.run('typescript/bin/tsc', ['-p', project]));
      if (count.failed > 0) return count;
    }
    return allPassed;
  }

  async function lint(): Promise<Count> {
    return countCheck(await tools.run('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']));
  }

  async function build(): Promise<Count> {
    await ensureBuilt(root);
    return allPassed;
  }

  async function vitest(project: string): Promise<Count> {
    const report = join(results, `${project}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return countVitest(
      await tools.run('vitest/vitest.mjs', ['run', '--project', project, ...reporters], { report }),
    );
  }

  async function e2e(): Promise<Count> {
    if (!electron.ok) throw new Error(electron.message);
    const report = join(results, 'e2e.json');
    const needsDisplay = electron.program.kind === 'electron' && !hasDisplay(process.platform, process.env);
    const wrapper = needsDisplay ? await virtualDisplay() : [];
    const options = ['test', '--reporter=list,json'];
    const more = {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      // Playwright tells its workers about colours by FORCE_COLOR, and Node complains of both.
      ...(process.stdout.isTTY ? {} : { NO_COLOR: undefined, FORCE_COLOR: '0' }),
    };
    return countPlaywright(await tools.run('@playwright/test/cli.js', options, { report, wrapper, more }));
  }

  return runAll(
    [
      ['types', types],
      ['lint', lint],
      ['unit', () => vitest('unit')],
      ['build', build],
      ['contract', () => vitest('contract')],
      ['integration', () => vitest('integration')],
      ['simulation', () => vitest('simulation')],
      ['e2e', e2e],
    ],
    () => tools.stop(),
  );
}

async function virtualDisplay(): Promise<string[]> {
  const display = await ensureVirtualDisplay(thisMachine());
  if (!display.ok) throw new Error(display.message);
  return [display.path, '-a'];
}

/** A step that throws has failed once, and the next one is run. */
async function runAll(steps: [string, () => Promise<Count>][], stop: () => Promise<void>): Promise<number> {
  let isAskedToEnd = false;
  void untilAskedToEnd().then(() => {
    isAskedToEnd = true;
    return stop();
  });
  const done: Result[] = [];
  for (const [name, run] of steps) {
    if (isAskedToEnd) break;
    say(`\n── ${name} ──`);
    const begun = performance.now();
    const count = await run().catch((error: Error) => {
      say(error.message);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    done.push({ name, count, milliseconds: performance.now() - begun });
  }
  say('');
  for (const result of done) say(toLine(result));
  if (isAskedToEnd) say('Ended before all steps were run.');
  const counts = done.map(({ count }) => count);
  process.stdout.write(`${totalLine(counts)}\n`);
  return isAskedToEnd || counts.some((count) => count.failed > 0) ? 1 : 0;
}

function toLine({ name, count, milliseconds }: Result): string {
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  const line = `${name.padEnd(12)} ${count.passed} passed, ${count.failed} failed${skipped}`;
  return `${count.failed > 0 ? '✗' : '✓'} ${line}  ${seconds(milliseconds)}`;
}
