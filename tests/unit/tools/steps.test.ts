import { expect, test, vi } from 'vitest';
import { runPlan, type Step } from '../../../tools/setup/steps.ts';

const never = new Promise<never>(() => {});
const counted = (passed: number, failed = 0) => ({ passed, failed, skipped: 0 });

/** Runs a plan and returns its exit code and the last line on stdout. */
async function run(plan: Step[][][], asked: Promise<unknown> = never, stop = async () => {}) {
  const printed: string[] = [];
  const stdout = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => printed.push(String(text)) > 0);
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    return { code: await runPlan(plan, { asked, stop }), total: printed.at(-1) };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

test('runs the chains of a phase side by side, and the steps of a chain in order', async () => {
  const order: string[] = [];
  let release = () => {};
  const untilLint = new Promise<void>((resolve) => {
    release = resolve;
  });
  const step = (name: string, wait?: Promise<void>): Step => ({
    name,
    async run() {
      await wait;
      order.push(name);
      if (name === 'lint') release();
      return counted(2);
    },
  });
  // `types` ends only once `lint` has run, so the two must overlap.
  const plan = [[[step('types', untilLint), step('unit')], [step('lint')]], [[step('e2e')]]];
  expect(await run(plan)).toEqual({ code: 0, total: '8 passed, 0 failed\n' });
  expect(order).toEqual(['lint', 'types', 'unit', 'e2e']);
});

test('runs the later steps after a failure, and then fails', async () => {
  const plan = [
    [[{ name: 'types', run: async () => counted(0, 1) }]],
    [[{ name: 'unit', run: () => Promise.reject(new Error('broken')) }]],
    [[{ name: 'e2e', run: async () => counted(3) }]],
  ];
  expect(await run(plan)).toEqual({ code: 1, total: '3 passed, 2 failed\n' });
});

test('asked to end, it starts no more steps, stops the running ones, and fails', async () => {
  const started: string[] = [];
  let end = () => {};
  const running = new Promise<ReturnType<typeof counted>>((resolve) => {
    end = () => resolve(counted(0, 1));
  });
  const noted = (name: string, run: Step['run']): Step => ({
    name,
    run() {
      started.push(name);
      return run();
    },
  });
  const plan = [[[noted('unit', () => running)]], [[noted('e2e', async () => counted(1))]]];
  expect(await run(plan, Promise.resolve(), async () => end())).toMatchObject({ code: 1 });
  expect(started).toEqual(['unit']);
});
