import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeProject, signUp, startBenchServer, startWatcher } from './band.ts';
import { type Child, startChild } from './child.ts';
import { cpuSeconds, median } from './meter.ts';
import { type Row, seconds, times } from './report.ts';

const files = 10_000;
const perFolder = 100;
const rounds = 7;
const idleSeconds = 20;

async function measureIdle(child: Child): Promise<number> {
  const before = cpuSeconds(child.pid);
  await wait(idleSeconds * 1000);
  return ((cpuSeconds(child.pid) - before) / idleSeconds) * 100;
}

/** Start-up and idle CPU with 10,000 files in the folder, beside chokidar alone on the same one. */
export async function benchWatching(folder: string): Promise<Row[]> {
  const bounces = join(folder, 'many');
  for (let index = 0; index < files; index++) {
    const song = join(bounces, `Song ${Math.floor(index / perFolder)}`);
    if (index % perFolder === 0) mkdirSync(song, { recursive: true });
    writeFileSync(join(song, `Take ${index}.wav`), `RIFF${index}`);
  }
  const server = await startBenchServer(join(folder, 'watching-server'));
  const ana = await signUp(server, 'ana');
  await makeProject(ana, 'Watching');
  const empty = join(folder, 'none');
  mkdirSync(empty);
  let clients = 0;
  const watchFolder = (watched: string) =>
    startWatcher(server, ana, {
      folder: watched,
      project: 'Watching',
      userData: join(folder, `client-${clients++}`),
    });
  const watchBare = async () => {
    const child = startChild('tests/bench/floors/bare-watch.ts', [bounces]);
    await child.line((line) => line === 'ready', 'it had scanned');
    return child;
  };
  const took = { empty: [] as number[], ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    for (const [what, start] of [
      ['empty', () => watchFolder(empty)],
      ['ours', () => watchFolder(bounces)],
      ['floor', watchBare],
    ] as const) {
      const begun = performance.now();
      const child = await start();
      took[what].push((performance.now() - begun) / 1000);
      await child.stop();
    }
  }
  const ours = median(took.ours) - median(took.empty);
  const floor = median(took.floor);
  const watcher = await watchFolder(bounces);
  const bare = await watchBare();
  try {
    const [idle, bareIdle] = await Promise.all([measureIdle(watcher), measureIdle(bare)]);
    return [
      {
        what: `start-up with ${files.toLocaleString('en')} files, over an empty folder, median of ${rounds}`,
        ours: seconds(ours),
        floor: `${seconds(floor)} (bare chokidar with its process)`,
        ratio: times(ours / floor),
        goal: '–',
        met: null,
      },
      {
        what: `idle CPU watching ${files.toLocaleString('en')} files`,
        ours: `${idle.toFixed(2)} %`,
        floor: `${bareIdle.toFixed(2)} % (bare chokidar)`,
        ratio: '–',
        goal: '–',
        met: null,
      },
    ];
  } finally {
    await bare.stop();
    await watcher.stop();
    await server.child.stop();
  }
}
