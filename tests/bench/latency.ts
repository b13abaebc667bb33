import { once } from 'node:events';
import { createReadStream, mkdirSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { listen, makeProject, signUp, startBenchServer, startWatcher } from './band.ts';
import { startChild } from './child.ts';
import { median } from './meter.ts';
import { type Row, seconds, times } from './report.ts';
import { writeBounce } from './write-bounce.ts';

const megabyte = 1_000_000;

/** Seconds that a bare PUT of the file takes, streamed from disk to disk. */
async function measurePut(url: string, path: string): Promise<number> {
  const { size } = await stat(path);
  const started = performance.now();
  const put = request(url, { method: 'PUT', headers: { 'content-length': size } });
  const answered = once(put, 'response');
  await pipeline(createReadStream(path), put);
  const [response] = await answered;
  response.resume();
  await once(response, 'end');
  return (performance.now() - started) / 1000;
}

/** From close() of a bounce to the bandmate's `file:uploaded`, beside a bare PUT of the same file, turn about. */
export async function benchLatency(folder: string): Promise<Row[]> {
  const bounces = join(folder, 'bounces');
  const putFolder = join(folder, 'put');
  for (const path of [bounces, putFolder]) mkdirSync(path, { recursive: true });
  const server = await startBenchServer(join(folder, 'latency-server'));
  const put = startChild('tests/bench/floors/put-server.ts', [putFolder]);
  const ana = await signUp(server, 'ana');
  const projectId = await makeProject(ana, 'Latency');
  const bandmate = await listen(server, ana, projectId);
  const watcher = await startWatcher(server, ana, {
    folder: bounces,
    project: 'Latency',
    userData: join(folder, 'latency-client'),
  });
  try {
    const putUrl = await put.line((line) => line.startsWith('http://'), 'it said its address');
    const rows: Row[] = [];
    for (const { size, rounds, goal } of [
      { size: 50 * megabyte, rounds: 5, goal: () => 1.0 },
      { size: 300 * megabyte, rounds: 3, goal: (floor: number) => 2.5 * floor + 0.5 },
    ]) {
      const ours: number[] = [];
      const floors: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const path = join(bounces, `Song ${size / megabyte} v${round}.wav`);
        const arrived = new Promise<number>((resolve) => {
          bandmate.once('file:uploaded', () => resolve(performance.now()));
        });
        await writeBounce(path, size, round);
        const closed = performance.now();
        ours.push(((await arrived) - closed) / 1000);
        floors.push(await measurePut(putUrl, path));
        await rm(path);
      }
      const limit = goal(median(floors));
      rows.push({
        what: `close() → bandmate's event, ${size / megabyte} MB`,
        ours: seconds(median(ours)),
        floor: `${seconds(median(floors))} (bare PUT)`,
        ratio: times(median(ours) / median(floors)),
        goal: `≤ ${seconds(limit)}`,
        met: median(ours) <= limit,
      });
    }
    return rows;
  } finally {
    bandmate.disconnect();
    await watcher.stop();
    await put.stop();
    await server.child.stop();
    await rm(putFolder, { recursive: true, force: true });
  }
}
