import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TransferState } from '../../../protocol/ipc/transfer.ts';
import { writeBounce } from '../../../tools/daw-simulator/writers.ts';
import type { Order, Said } from '../../fixtures/dying-watcher/lines.ts';
import { sha256Of } from '../../integration/bounces/studio.ts';
import type { Select } from '../chaos/band-rows.ts';
import type { BandTemplate } from '../chaos/band-template.ts';
import { type Program, startProgram } from '../program.ts';
import { createRandom } from '../random.ts';
import { startUnrulyProxy } from '../unruly-proxy.ts';
import { type OpenUploadServers, openOneServer } from './servers.ts';

export const killStates = [
  'seen',
  'settling',
  'hashing',
  'hashed',
  'reserved',
  'transferring',
  'transferred',
  'committing',
  'done',
] as const satisfies TransferState['kind'][];
export type KillState = (typeof killStates)[number];

/** One bounce whose watcher or server was killed once on the way. Sizes in bytes. */
export type KilledUpload = {
  name: string;
  state: KillState;
  victim: 'watcher' | 'server';
  delayMilliseconds: number;
  size: number;
  /** Bytes that went up in addition to the file: repeated bytes, and all requests of that time. */
  beyond: number;
  /** From the close of the file until the band sees it. */
  milliseconds: number;
};

export type KillReport = {
  uploads: KilledUpload[];
  /** Kills that never came because the state was skipped. */
  missed: number;
  /** Files that are not whole, or not there once. */
  wrong: string[];
};

const frameBytes = 6;
/** Slow enough for several progress reports a transfer. */
const slowBytesPerSecond = 12_000_000;
const patienceMilliseconds = 60_000;

/** Bounces one after the other, each killed once in a state of the list, `rounds` times through the list. */
export async function killUploads(
  band: BandTemplate,
  plan: { victim: 'watcher' | 'server'; states: readonly KillState[]; rounds: number; seed: number },
  openServers: OpenUploadServers = openOneServer,
): Promise<KillReport> {
  const { victim, states, rounds, seed } = plan;
  const random = createRandom(seed);
  const home = await mkdtemp(join(tmpdir(), 'bandmate-states-'));
  const folder = join(home, 'Bounces');
  await mkdir(folder);
  const servers = await openServers(band, home);
  const { select } = servers;
  const proxy = await startUnrulyProxy();
  const [ana] = band.people;
  const projectId = band.projects[0]?.id ?? '';
  let watcher: Program | null = null;
  let hear: (said: Said) => void = () => {};

  async function startWatcher(): Promise<void> {
    const env = {
      ...{ WATCHER_FOLDER: folder, WATCHER_DATA: join(home, 'watcher'), WATCHER_SERVER: proxy.url },
      ...{ WATCHER_EMAIL: ana.email, WATCHER_PASSWORD: ana.password, WATCHER_PROJECT: projectId },
    };
    const started = startProgram('tests/fixtures/dying-watcher/watcher.ts', env, (line) =>
      hear(JSON.parse(line)),
    );
    watcher = started;
    await Promise.race([
      said('ready'),
      started.ended.then(() => {
        throw new Error(`A watcher ended without being killed: ${started.complaints()}`);
      }),
    ]);
  }

  function said<Kind extends Said['said']>(kind: Kind): Promise<Extract<Said, { said: Kind }>> {
    return new Promise((resolve) => {
      hear = (line) => {
        if (line.said === kind) resolve(line as Extract<Said, { said: Kind }>);
      };
    });
  }

  const send = (order: Order) => watcher?.write(JSON.stringify(order));

  /** Returns null if the state was skipped and nothing was killed. */
  async function uploadKilled(number: number, state: KillState): Promise<KilledUpload | null> {
    const name = `Night Drive take ${number}.wav`;
    const path = join(folder, name);
    const frames = Math.round((1 + random() * 4) * (1_000_000 / frameBytes));
    const delayMilliseconds = random() < 0.5 ? 0 : Math.round(random() * 25);
    const target = victim === 'watcher' ? watcher : servers.serving();
    const heard = said('heard');
    send({
      do: 'kill-at',
      name,
      state,
      pid: victim === 'watcher' ? 0 : servers.serving().pid,
      delayMilliseconds,
    });
    await heard;
    const upBefore = proxy.counts.bytes.up;
    if (state === 'transferring') proxy.setWeather({ kind: 'slow', bytesPerSecond: slowBytesPerSecond });
    await writeBounce(path, { format: 'wav-24', frames, seed: seed * 100_000 + number });
    const closed = performance.now();
    const sha256 = await sha256Of(path);
    const died = await Promise.race([target?.ended.then(() => true), arrived(sha256).then(() => false)]);
    // The last states come after the bytes have arrived; a victim by then dies within moments.
    const hasDied = died || (await Promise.race([target?.ended.then(() => true), wait(1_500, false)]));
    proxy.heal();
    if (hasDied) await (victim === 'watcher' ? startWatcher() : replaceServer());
    await arrived(sha256);
    const size = 44 + frames * frameBytes;
    const milliseconds = performance.now() - closed;
    await untilIdle();
    const beyond = proxy.counts.bytes.up - upBefore - size;
    return hasDied ? { name, state, victim, delayMilliseconds, size, beyond, milliseconds } : null;
  }

  async function replaceServer(): Promise<void> {
    proxy.setTarget(null);
    await servers.replace();
    proxy.setTarget(servers.port());
  }

  async function arrived(sha256: string): Promise<void> {
    const begun = performance.now();
    while ((await filesOf(sha256)) === 0) {
      if (performance.now() - begun > patienceMilliseconds) throw new Error(`${sha256} never arrived`);
      await wait(20);
    }
  }

  async function filesOf(sha256: string): Promise<number> {
    return (await select(`select id from file where sha256 = '${sha256}'`)).length;
  }

  /** Resolves when the watcher has nothing more to do. */
  async function untilIdle(): Promise<void> {
    const begun = performance.now();
    for (;;) {
      const answer = said('list');
      send({ do: 'list' });
      const { transfers } = await answer;
      const open = transfers.filter(({ state }) => state !== 'done');
      if (open.length === 0) return;
      if (performance.now() - begun > patienceMilliseconds) {
        throw new Error(`Never done: ${JSON.stringify(open)}`);
      }
      await wait(50);
    }
  }

  try {
    proxy.setTarget(servers.port());
    await startWatcher();
    const uploads: KilledUpload[] = [];
    let missed = 0;
    let count = 0;
    for (let round = 0; round < rounds; round++) {
      for (const state of states) {
        const upload = await uploadKilled(++count, state);
        if (upload) uploads.push(upload);
        else missed += 1;
      }
    }
    return {
      uploads,
      missed,
      wrong: [...(await whatIsWrong(folder, select, count)), ...(await servers.findLeft())],
    };
  } finally {
    await Promise.all([servers.close(), (watcher as Program | null)?.kill()]);
    await proxy.close();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Each file of the folder must be one version of one and the same cut, with the same bytes, announced once. */
async function whatIsWrong(folder: string, select: Select, count: number): Promise<string[]> {
  const wrong: string[] = [];
  const files = await select('select name, sha256, "cutId" from file');
  const events = (await select(`select name, payload from event where topic like 'project:%'`)).map(
    ({ name, payload }) => ({ name, of: JSON.parse(String(payload)).name }),
  );
  const announced = (name: string, of: string) =>
    events.filter((event) => event.name === name && event.of === of).length;
  for (let number = 1; number <= count; number++) {
    const name = `Night Drive take ${number}.wav`;
    const expected = await sha256Of(join(folder, name));
    const found = files.filter((file) => file.name === name);
    if (found.length !== 1 || found[0]?.sha256 !== expected) wrong.push(`${name}: ${found.length} files`);
    const uploaded = announced('file:uploaded', name);
    if (uploaded !== 1) wrong.push(`${name}: ${uploaded} events`);
  }
  const cuts = new Set(files.map(({ cutId }) => cutId)).size;
  const created = announced('cut:created', 'Night Drive');
  if (cuts !== 1 || created !== 1) wrong.push(`Night Drive: ${cuts} cuts, ${created} events`);
  return wrong;
}
