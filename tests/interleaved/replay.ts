import { startPostgres } from '../helpers/postgres.ts';
import { openWovenDatabase } from './database.ts';
import { runSchedule } from './run-schedule.ts';
import { variantNamed } from './variants.ts';

/** `node tests/interleaved/replay.ts <seed> [variant]`: repeats one schedule and prints its whole trace. */
const [seed = '1', name] = process.argv.slice(2);
const postgres = await startPostgres();
const database = await openWovenDatabase(postgres);
const { trace, violations, tally } = await runSchedule(database, Number(seed), variantNamed(name));
process.stdout.write(`${trace.join('\n')}\n${JSON.stringify({ violations, tally }, null, 2)}\n`);
await database.dispose();
// The cluster ends with this process.
process.exit();
