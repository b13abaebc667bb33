import { createTemplate } from './band.ts';
import { variantNamed } from './hardships.ts';
import { runSeed } from './run-seed.ts';

/** `node tests/simulation/replay.ts <seed> [variant or hardship]`: repeats one run and prints its whole trace. */
const [seed = '1', name] = process.argv.slice(2);
const variant = variantNamed(name);
const report = await runSeed(await createTemplate(), Number(seed), {
  ...(variant && { variant }),
  keptLines: 100_000,
  alwaysTail: true,
});
process.stdout.write(
  `${report.tail.join('\n')}\n${JSON.stringify({ ...report, tail: undefined }, null, 2)}\n`,
);
