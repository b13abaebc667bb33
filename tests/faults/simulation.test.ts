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

/** Of the same seeds. */
const ofTwoServers = Math.ceil(count * 0.3);

it(`${ofTwoServers} bands do so with two servers on one database`, async () => {
  const variant = 'two servers';
  const report = await runSeeds({ first, count: ofTwoServers, variant });
  process.stdout.write(`${variant}: ${summarise(report)}\n`);
  expect(report.failed.map((failure) => describeFailure(failure, variant)).join('\n\n')).toBe('');
  expect(report.seeds).toBe(ofTwoServers);
});
