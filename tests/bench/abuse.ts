import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Flood, floods } from '../floods/floods.ts';
import { type Measured, probeDuring } from '../floods/probe.ts';
import { type FloodScene, openScene } from '../floods/scene.ts';
import { startBenchServer } from './band.ts';
import { mebibytes, type Row } from './report.ts';

/** No request of a bandmate may take longer while strangers flood the server, in milliseconds. */
const goal = 750;

const idleMilliseconds = 3_000;

/** A bandmate's waiting times during each flood, beside those before it, with the memory it takes and the time it leaves. */
export async function benchAbuse(folder: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [index, flood] of floods.entries()) {
    // A server of its own, so that each starts with the same memory and all limits unused.
    const server = await startBenchServer(join(folder, `abuse-${index}`));
    try {
      const scene = await openScene(server.url);
      rows.push(await measure(scene, flood, server.child.pid));
    } finally {
      await server.child.stop();
    }
  }
  return rows;
}

async function measure(scene: FloodScene, { what, send, sizes: [, many] }: Flood, pid: number): Promise<Row> {
  const probe = (work: () => Promise<unknown>) => probeDuring(scene.url, scene.ana.cookie, work);
  const idle = await probe(() => new Promise((resolve) => setTimeout(resolve, idleMilliseconds)));
  const before = memoryOf(pid, 'VmRSS');
  const flooded = await probe(() => send(scene, many));
  const ended = performance.now();
  await untilQuick(probe, idle.median);
  const recovery = Math.round(performance.now() - ended);
  const memory = memoryOf(pid, 'VmHWM') - before;
  return {
    what: `a bandmate’s request during ${many.toLocaleString('en')} ${what}`,
    ours: `${show(flooded)}; +${mebibytes(memory)}, recovered in ${recovery} ms`,
    floor: `${show(idle)} (idle)`,
    ratio: '',
    goal: `worst ≤ ${goal} ms, none fails`,
    met: flooded.worst <= goal && flooded.failed === 0,
  };
}

/** Until ten requests in a row take about as long as before. */
async function untilQuick(
  probe: (work: () => Promise<unknown>) => Promise<Measured>,
  median: number,
): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const { worst } = await probe(async () => {});
    if (worst <= Math.max(50, 5 * median)) return;
  }
}

const show = ({ median, worst, count }: Measured) => `p50 ${median} ms, worst ${worst} ms of ${count}`;

function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024;
}
