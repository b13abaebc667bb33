import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startUnrulyProxy } from '../faults/unruly-proxy.ts';
import { makeProject, signUp } from './band.ts';
import { type Child, startChild } from './child.ts';
import { cpuSeconds, residentBytes } from './meter.ts';
import { startNodeBand } from './node-band.ts';
import { mebibytes, type Row, seconds } from './report.ts';

const returning = 2_000;
const peopleReturning = 40;
const resting = 10_000;
const restSeconds = 30;

/** Two thousand clients of a node that dies come back by way of another one. */
export async function benchReturn(): Promise<Row[]> {
  const band = await startNodeBand(2, peopleReturning);
  const proxy = await startUnrulyProxy();
  try {
    const [first, second] = band.nodes as [NodeOf, NodeOf];
    proxy.setTarget(Number(new URL(first.url).port));
    const cookies = band.members.map(({ cookie }) => cookie).join('|');
    return await withCrowd(
      [proxy.url, cookies, String(band.projects[0]?.id), String(returning)],
      async (crowd) => {
        const before = cpuSeconds(second.child.pid);
        proxy.setTarget(Number(new URL(second.url).port));
        first.child.process.kill('SIGKILL');
        const begun = performance.now();
        await crowd.line((line) => line === 'joined again', 'all were back');
        const elapsed = (performance.now() - begun) / 1000;
        return [
          {
            what: `${returning} clients of a node that died are in their project again`,
            ours: `${seconds(elapsed)}, ${seconds(cpuSeconds(second.child.pid) - before)} of processor time`,
            floor: '–',
            ratio: '–',
            goal: '–',
            met: null,
          },
        ];
      },
    );
  } finally {
    await proxy.close();
    await band.stop();
  }
}

/** Many sockets in a process of their own, once all have joined. */
async function withCrowd(crowdArguments: string[], use: (crowd: Child) => Promise<Row[]>): Promise<Row[]> {
  const crowd = startChild('tests/bench/returning-crowd.ts', crowdArguments);
  try {
    await crowd.line((line) => line === 'joined', 'all had joined');
    return await use(crowd);
  } finally {
    await crowd.stop();
  }
}

type NodeOf = Awaited<ReturnType<typeof startNodeBand>>['nodes'][number];

/** Ten thousand connections on one server that do nothing. */
export async function benchResting(folder: string): Promise<Row[]> {
  const dataDirectory = join(folder, 'resting');
  mkdirSync(dataDirectory, { recursive: true });
  const limits = { MAX_CONNECTIONS: '25000', MAX_SOCKETS: '12000' };
  const child = startChild('server/index.ts', [], {
    ...{ PORT: '0', DATA_DIR: dataDirectory, LOG_LEVEL: 'error', ...limits },
  });
  try {
    const url = await child.line((line) => line.startsWith('http://'), 'it said its address');
    const ana = await signUp({ url, child }, 'ana');
    const projectId = await makeProject(ana, 'Resting');
    const idle = residentBytes(child.pid);
    return await withCrowd([url, ana.cookie, projectId, String(resting)], async () => {
      await wait(5_000);
      const memory = residentBytes(child.pid) - idle;
      const before = cpuSeconds(child.pid);
      await wait(restSeconds * 1000);
      const share = ((cpuSeconds(child.pid) - before) / restSeconds) * 100;
      return [
        {
          what: `${resting.toLocaleString('en-US')} connections that rest in a project`,
          ours: `${mebibytes(memory)} (${(memory / resting / 1024).toFixed(1)} kB each), ${share.toFixed(1)} % of a core`,
          floor: `${mebibytes(idle)} (none)`,
          ratio: '–',
          goal: '–',
          met: null,
        },
      ];
    });
  } finally {
    await child.stop();
  }
}
