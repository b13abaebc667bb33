import { say, seconds } from './say.mjs';
import { type Count, totalLine } from './test-summary.ts';

/** One step of a run of checks. `run` returns the counts of its tests. */
export type Step = { name: string; run(): Promise<Count> };

/** Steps that run one after the other. The chains of a phase run side by side. */
export type Chain = readonly Step[];

/** Phases run one after the other. A failure doesn't stop the later ones, so a run shows every failure. */
export type Plan = readonly (readonly Chain[])[];

type Result = { name: string; count: Count; milliseconds: number };

/**
 * Runs a plan and prints a line for each step; the last line on stdout is the total. Returns the exit code. A step that
 * throws counts as one failure. When `asked` resolves, no more steps start and `stop` ends the running ones.
 */
export async function runPlan(
  plan: Plan,
  { asked, stop }: { asked: Promise<unknown>; stop(): Promise<void> },
): Promise<number> {
  let isAskedToEnd = false;
  void asked.then(() => {
    isAskedToEnd = true;
    return stop();
  });
  const results: Result[] = [];

  async function runStep({ name, run }: Step): Promise<void> {
    say(`── ${name}: started ──`);
    const startedAt = performance.now();
    const count = await run().catch((error: Error) => {
      say(`${name}: ${error.message}`);
      return { passed: 0, failed: 1, skipped: 0, failures: [error.message] };
    });
    const result = { name, count, milliseconds: performance.now() - startedAt };
    results.push(result);
    say(toLine(result));
  }

  async function runChain(chain: Chain): Promise<void> {
    for (const step of chain) if (!isAskedToEnd) await runStep(step);
  }

  for (const chains of plan) await Promise.all(chains.map(runChain));
  say('');
  for (const result of results) say(toLine(result));
  for (const { name, count } of results) {
    for (const test of count.failures ?? []) say(`failed: ${name}: ${test}`);
    for (const test of count.flaky ?? []) say(`flaky: ${name}: ${test} (passed at the second try)`);
  }
  if (isAskedToEnd) say('Stopped before every step had run.');
  const counts = results.map(({ count }) => count);
  process.stdout.write(`${totalLine(counts)}\n`);
  return isAskedToEnd || counts.some((count) => count.failed > 0) ? 1 : 0;
}

function toLine({ name, count, milliseconds }: Result): string {
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  const line = `${name.padEnd(12)} ${count.passed} passed, ${count.failed} failed${skipped}`;
  return `${count.failed > 0 ? '✗' : '✓'} ${line}  ${seconds(milliseconds)}`;
}
