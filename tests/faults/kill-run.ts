import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { projectSnapshotSchema } from '../../protocol/wire/project.ts';
import { writeBounce } from '../../tools/daw-simulator/writers.ts';
import { type Child, startChild } from '../bench/child.ts';
import { disposeLater, temporaryFolder } from '../helpers/disposal.ts';
import { createProject, registerUser } from '../helpers/server.ts';
import { until } from '../helpers/until.ts';
import { sha256Of } from '../integration/bounces/studio.ts';
import { startCountingProxy } from './counting-proxy.ts';
import { createRandom } from './random.ts';

export type KillReport = {
  seed: number;
  /** The kills, as sentences. */
  kills: string[];
  size: number;
  /** Bytes that went up more than once, with the requests' own overhead. */
  resent: number;
  milliseconds: number;
  files: { sha256: string; cutName: string }[];
  expectedSha256: string;
  /** Names of the project's logged events about files and cuts. */
  events: string[];
};

type Victim = 'watcher' | 'server';
type Moment = { share: number } | { state: string; delay: number };

const frameBytes = 6;

/**
 * One bounce from a headless watcher to a server, both real processes, one or two of which are killed with SIGKILL
 * at moments that the seed decides and started again at once.
 */
export async function runWithKills(seed: number, megabytes: number): Promise<KillReport> {
  const random = createRandom(seed);
  const home = await temporaryFolder('bandmate-kill');
  const folder = join(home, 'Bounces');
  const path = join(folder, 'Sunset Groove v3 rough.wav');
  const dataDirectory = join(home, 'server');
  const frames = Math.round((megabytes * 1_000_000) / frameBytes);
  const size = 44 + frames * frameBytes;
  const children: Record<Victim, Child | null> = { watcher: null, server: null };
  disposeLater(async () => {
    for (const child of Object.values(children)) await killHard(child);
  });

  const startServer = async (port: number) => {
    children.server = startChild('server/index.ts', [], {
      PORT: String(port),
      DATA_DIR: dataDirectory,
      LOG_LEVEL: 'error',
    });
    return children.server.line((line) => line.startsWith('http://'), 'it said its address');
  };
  const serverUrl = await startServer(0);
  const port = Number(new URL(serverUrl).port);
  const proxy = await startCountingProxy(port);
  const ana = await registerUser({ url: serverUrl }, { name: 'Ana' });
  const projectId = await createProject(ana, [], 'First Album');

  const saidDone = Promise.withResolvers<void>();
  let isOver = false;
  void saidDone.promise.then(() => {
    isOver = true;
  });
  const startWatcher = () => {
    const watcher = startChild(
      'main/cli.ts',
      ['watch', folder, '--server', proxy.url, '--email', ana.email, '--project', 'First Album', '--json'],
      { BANDMATE_PASSWORD: ana.password, BANDMATE_USER_DATA: join(home, 'watcher') },
    );
    children.watcher = watcher;
    // Killed before it could report: the next one will.
    watcher
      .line(isDone, 'it was done')
      .then(() => saidDone.resolve())
      .catch(() => undefined);
    return watcher;
  };
  const restart: Record<Victim, () => unknown> = { watcher: startWatcher, server: () => startServer(port) };

  await mkdir(folder);
  await startWatcher().line((line) => line.includes('"watching"'), 'it watched its folder');
  const kills: string[] = [];
  const wanted = random() < 0.3 ? 2 : 1;
  const killing = (async () => {
    for (let kill = 0; kill < wanted; kill++) {
      const victim: Victim = random() < 0.5 ? 'watcher' : 'server';
      const moment = pickMoment(random);
      kills.push(`${victim} ${JSON.stringify(moment)}`);
      await momentOf(moment, size, proxy, children.watcher, saidDone.promise);
      await killHard(children[victim]);
      await restart[victim]();
    }
  })();
  const started = performance.now();
  await writeBounce(path, { format: 'wav-24', frames, seed });

  const readSnapshot = async () => {
    const answer = await ana.request('GET', `/api/projects/${projectId}`);
    return projectSnapshotSchema.parse(answer.body);
  };
  await killing;
  await until(async () => (await readSnapshot()).vibes.length > 0, {
    what: `the bounce after ${kills.join(', ')} (seed ${seed})`,
    timeoutMilliseconds: 90_000,
  });
  const milliseconds = performance.now() - started;
  // A watcher finishes its work on a file before it reports it as done. It reports once: one that is
  // killed afterwards leaves nothing to report.
  await until(() => isOver, { what: `a watcher to be done after ${kills.join(', ')} (seed ${seed})` });
  const files = (await readSnapshot()).vibes.flatMap(({ cuts }) =>
    cuts.flatMap((cut) => cut.files.map(({ sha256 }) => ({ sha256, cutName: cut.name }))),
  );
  const log = await ana.request('GET', `/api/sync?topic=project:${projectId}&since=0`);
  const events = (log.body.events as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => name === 'file:uploaded' || name === 'cut:created');
  const expectedSha256 = await sha256Of(path);
  for (const child of Object.values(children)) await killHard(child);
  await rm(home, { recursive: true, force: true });
  return { seed, kills, size, resent: proxy.bytesUp() - size, milliseconds, files, expectedSha256, events };
}

const isDone = (line: string) => line.includes('"state":"done"');

function pickMoment(random: () => number): Moment {
  if (random() < 0.7) return { share: 0.02 + random() * 0.96 };
  const states = ['seen', 'hashing', 'hashed', 'reserved', 'transferring', 'transferred', 'committing'];
  return { state: states[Math.floor(random() * states.length)] as string, delay: Math.round(random() * 150) };
}

/** Waits for the moment, or until it can't come because the bounce is done. */
async function momentOf(
  moment: Moment,
  size: number,
  proxy: { whenUp(bytes: number, callback: () => void): void },
  watcher: Child | null,
  done: Promise<void>,
): Promise<void> {
  if ('share' in moment) {
    const reached = new Promise<void>((resolve) => proxy.whenUp(moment.share * size, resolve));
    await Promise.race([reached, done]);
    return;
  }
  const state = watcher?.line((line) => line.includes(`"state":"${moment.state}"`), `it was ${moment.state}`);
  // The watcher reports only states that last; short ones are skipped.
  await Promise.race([state, done]);
  await wait(moment.delay);
}

async function killHard(child: Child | null): Promise<void> {
  if (!child || child.process.exitCode !== null || child.process.signalCode !== null) return;
  const end = once(child.process, 'exit');
  child.process.kill('SIGKILL');
  await end;
}
