import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchAbuse } from './abuse.ts';
import { benchAppsOnNode } from './apps-on-node.ts';
import { benchCatchUp } from './catch-up.ts';
import { benchCommands } from './commands.ts';
import { benchComments } from './comments.ts';
import { benchCompare, benchCompareMemory } from './compare.ts';
import { benchResting, benchReturn } from './crowds.ts';
import { benchDifference } from './difference.ts';
import { benchDrain, benchSynchronous } from './durable.ts';
import { benchFanOut } from './fan-out.ts';
import { benchIdle } from './idle.ts';
import { benchLargeProjects } from './large-projects.ts';
import { benchLatency } from './latency.ts';
import { benchLoudness } from './loudness.ts';
import { benchMemory } from './memory.ts';
import { benchNodes } from './nodes.ts';
import { benchPackage } from './package.ts';
import { benchPeaks } from './peaks.ts';
import { formatTable, type Row } from './report.ts';
import { benchTogether } from './together.ts';
import { benchWatching } from './watching.ts';
import { benchWindow } from './window.ts';

/**
 * `npm run bench [name…]`: each figure beside its floor, measured in the same run; a table at the end. Needs Linux
 * (figures come from /proc) and about 6 GB of free disk.
 */
const benches: Record<string, (folder: string) => Promise<Row[]>> = {
  latency: benchLatency,
  memory: benchMemory,
  watching: benchWatching,
  'fan-out': benchFanOut,
  comments: benchComments,
  commands: benchCommands,
  compare: benchCompare,
  'compare-memory': benchCompareMemory,
  peaks: benchPeaks,
  loudness: benchLoudness,
  difference: benchDifference,
  nodes: benchNodes,
  'apps-on-node': benchAppsOnNode,
  'large-projects': benchLargeProjects,
  return: benchReturn,
  resting: benchResting,
  drain: benchDrain,
  'catch-up': benchCatchUp,
  synchronous: benchSynchronous,
  window: benchWindow,
  package: benchPackage,
  together: benchTogether,
  abuse: benchAbuse,
  idle: benchIdle,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`No bench named ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

const rows: Row[] = [];
for (const [name, run] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`Measuring ${name}…`);
  const folder = await mkdtemp(join(tmpdir(), 'bandmate-bench-'));
  try {
    rows.push(...(await run(folder)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
console.log(`\n${formatTable(rows)}`);
// For `trend.ts`, which compares runs.
const results = join(import.meta.dirname, '../../test-results');
await mkdir(results, { recursive: true });
await writeFile(join(results, 'bench.json'), JSON.stringify({ at: new Date().toISOString(), rows }));
// Once thousands of connections were reset, Node 24 may hang in its own cleanup.
process.exit();
