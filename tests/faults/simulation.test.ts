import { expect, it } from 'vitest';
import { describeFailure, runSeeds, summarise } from '../simulation/run-seeds.ts';

const first = Number(process.env.SIMULATION_FIRST ?? 1);
const count = Number(process.env.SIMULATION_SEEDS ?? 10_000);

it(`${count} bands end up with what their server has, whatever goes wrong`, async () => {
  const report = await runSeeds({ first, count });
  process.stdout.write(`${summarise(report)}\n`);
  expect(report.failed.map((failure) => describeFailure(failure)).join('\n\n')).toBe('');
  expect(report.seeds).toBe(count);
});
