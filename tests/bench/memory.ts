import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listen, makeProject, signUp, startBenchServer, startWatcher } from './band.ts';
import { residentBytes, watchPeak } from './meter.ts';
import { mebibytes, type Row } from './report.ts';
import { writeBounce } from './write-bounce.ts';

const limit = 60 * 1024 ** 2;

/** Highest resident memory of client and server over their own idle while a 2 GB bounce is found, hashed and sent. */
export async function benchMemory(folder: string): Promise<Row[]> {
  const bounces = join(folder, 'bounces');
  mkdirSync(bounces, { recursive: true });
  const server = await startBenchServer(join(folder, 'memory-server'));
  const ana = await signUp(server, 'ana');
  const projectId = await makeProject(ana, 'Memory');
  const bandmate = await listen(server, ana, projectId);
  const watcher = await startWatcher(server, ana, {
    folder: bounces,
    project: 'Memory',
    userData: join(folder, 'memory-client'),
  });
  const send = async (name: string, size: number) => {
    const arrived = new Promise<void>((resolve) => bandmate.once('file:uploaded', () => resolve()));
    await writeBounce(join(bounces, name), size, size);
    await arrived;
  };
  try {
    // One small bounce first: idle means loaded code and a worker that has run, not a process that just began.
    await send('Warm up.wav', 5_000_000);
    const idle = { client: residentBytes(watcher.pid), server: residentBytes(server.child.pid) };
    const client = watchPeak(watcher.pid);
    const receiver = watchPeak(server.child.pid);
    await send('Long set.wav', 2_000_000_000);
    const over = { client: client.stop() - idle.client, server: receiver.stop() - idle.server };
    return (['client', 'server'] as const).map((side) => ({
      what: `${side}'s memory over idle, 2 GB upload`,
      ours: mebibytes(over[side]),
      floor: `${mebibytes(idle[side])} (idle)`,
      ratio: '–',
      goal: '≤ 60 MiB',
      met: over[side] <= limit,
    }));
  } finally {
    bandmate.disconnect();
    await watcher.stop();
    await server.child.stop();
    await rm(bounces, { recursive: true, force: true });
  }
}
