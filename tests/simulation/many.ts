import { describeFailure, runSeeds, summarise } from './run-seeds.ts';

/** `node tests/simulation/many.ts [first] [count] [hardship]`: runs many seeds and prints their findings. */
const [first = '1', count = '100', variant] = process.argv.slice(2);
const report = await runSeeds({ first: Number(first), count: Number(count), ...(variant && { variant }) });
for (const failure of report.failed.slice(0, 5))
  process.stdout.write(`${describeFailure(failure, variant)}\n\n`);
for (const { seed, violations } of report.failed) process.stdout.write(`${seed}: ${violations[0]}\n`);
process.stdout.write(`${summarise(report)}\n`);
