import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pino from 'pino';
import { systemClock } from '../../common/clock.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { openDatabase } from '../../server/db/open-database.ts';
import { createPresence } from '../../server/realtime/presence.ts';
import { createLocalRoster } from '../../server/realtime/roster.ts';
import { startUnrulyProxy } from '../faults/unruly-proxy.ts';
import { fillWithBands } from '../helpers/bands.ts';
import { type Child, startChild } from './child.ts';
import { cpuSeconds, residentBytes } from './meter.ts';
import { startNodeBand } from './node-band.ts';
import { mebibytes, milliseconds, type Row, seconds, times } from './report.ts';

/** `BENCH_SHORT=1 npm run bench return resting` shows that everything works. */
const isShort = process.env.BENCH_SHORT === '1';
const returning = isShort ? 100 : 2_000;
const peopleReturning = isShort ? 4 : 40;
const missedEvents = 20;
const resting = isShort ? 200 : 10_000;
const restSeconds = isShort ? 2 : 30;
const attending = isShort ? 200 : 20_000;
/** People in a project. */
const each = 10;

/** Two thousand clients of a node that dies come back by way of another one, where events have come meanwhile. */
export async function benchReturn(): Promise<Row[]> {
  const band = await startNodeBand(2, peopleReturning);
  const proxy = await startUnrulyProxy();
  try {
    const [first, second] = band.nodes as [NodeOf, NodeOf];
    const [ana] = band.members as [BandOf['members'][number]];
    const [project] = band.projects as [BandOf['projects'][number]];
    proxy.setTarget(portOf(first.url));
    const cookies = band.members.map(({ cookie }) => cookie).join('|');
    return await withReturningCrowd([proxy.url, cookies, project.id, String(returning)], async (crowd) => {
      const before = cpuSeconds(second.child.pid);
      proxy.setTarget(portOf(second.url));
      first.child.process.kill('SIGKILL');
      const begun = performance.now();
      const writing = (async () => {
        for (let index = 0; index < missedEvents; index++) {
          const body = { text: 'While you were away.', timestamp: index };
          await ana.requestTo(second.url, 'POST', `/api/cuts/${project.cutIds[0]}/comments`, body);
        }
      })();
      await crowd.line((line) => line === 'equal again', 'all were back');
      const elapsed = (performance.now() - begun) / 1000;
      await writing;
      return [
        {
          what: `${returning} clients of a node that died are back and have what they missed`,
          ours: `${seconds(elapsed)}, ${seconds(cpuSeconds(second.child.pid) - before)} of processor time`,
          ...{ floor: '–', ratio: '–', goal: '–', met: null },
        },
      ];
    });
  } finally {
    await proxy.close();
    await band.stop();
  }
}

const portOf = (url: string) => Number(new URL(url).port);

const withReturningCrowd = withCrowd('tests/bench/returning-crowd.ts');
const withRestingCrowd = withCrowd('tests/bench/resting-crowd.ts');

/** Many sockets in a process of their own, once all have joined. */
function withCrowd(script: string) {
  return async <Result>(
    crowdArguments: string[],
    use: (crowd: Child) => Promise<Result>,
  ): Promise<Result> => {
    const crowd = startChild(script, crowdArguments);
    try {
      await crowd.line((line) => line === 'joined', 'all had joined');
      return await use(crowd);
    } finally {
      await crowd.stop();
    }
  };
}

type BandOf = Awaited<ReturnType<typeof startNodeBand>>;
type NodeOf = BandOf['nodes'][number];

/** `joining`: processor time to connect and join, in seconds. */
export type Rest = { bytesEach: number; share: number; joining: number };

/**
 * Ten thousand connections that do nothing, each of an account of its own, in projects of ten, on one server and on bare
 * Socket.IO; and the presence of twice as many.
 */
export async function benchResting(folder: string): Promise<Row[]> {
  const dataDirectory = join(folder, 'resting');
  mkdirSync(dataDirectory, { recursive: true });
  const db = await openDatabase(join(dataDirectory, 'bandmate.sqlite'));
  const members = await fillWithBands(db, { people: resting, each });
  await db.destroy();
  const list = join(folder, 'resting.json');
  writeFileSync(list, JSON.stringify(members));
  const limits = { MAX_CONNECTIONS: '25000' };
  const child = startChild('server/index.ts', [], {
    ...{ PORT: '0', DATA_DIR: dataDirectory, LOG_LEVEL: 'error', ...limits },
  });
  const bare = startChild('tests/bench/floors/bare-socket-server.ts');
  try {
    const url = await child.line((line) => line.startsWith('http://'), 'it said its address');
    const bareUrl = await bare.line((line) => line.startsWith('http://'), 'it said its address');
    const ours = await restOn(child, [url, list], resting);
    const floor = await restOn(bare, [bareUrl, list], resting);
    const ratio = ours.bytesEach / floor.bytesEach;
    const said = ({ bytesEach, share, joining }: Rest) =>
      `${(bytesEach / 1024).toFixed(1)} kB each (${mebibytes(bytesEach * resting)}), ${share.toFixed(1)} % of a core; ${milliseconds(joining * 1000)} of processor time to connect and join`;
    return [
      {
        what: `memory of ${resting.toLocaleString('en-US')} connections, each of an account of its own, that rest in projects of ${each}`,
        ours: said(ours),
        floor: `${said(floor)} (bare Socket.IO)`,
        ratio: times(ratio),
        ...{ goal: '≤ 1.20 ×', met: ratio <= 1.2 },
      },
      await presenceRow(join(folder, 'presence.sqlite')),
    ];
  } finally {
    await bare.stop();
    await child.stop();
  }
}

/** `crowdArguments`: address, and the file with the members. */
export async function restOn({ pid }: Child, crowdArguments: string[], count: number): Promise<Rest> {
  // The first connections load code and grow buffers that the others share.
  await withRestingCrowd([...crowdArguments, '10'], () => wait(1_000));
  const [idle, begun] = [residentBytes(pid), cpuSeconds(pid)];
  return withRestingCrowd([...crowdArguments, String(count)], async () => {
    const joining = (cpuSeconds(pid) - begun) / count;
    await wait(isShort ? 1_000 : 5_000);
    const bytesEach = (residentBytes(pid) - idle) / count;
    const before = cpuSeconds(pid);
    await wait(restSeconds * 1000);
    return { bytesEach, joining, share: ((cpuSeconds(pid) - before) / restSeconds) * 100 };
  });
}

/** All connect at once, and then drop and come back, until their bands have been told. */
async function presenceRow(file: string): Promise<Row> {
  const db = await openDatabase(file);
  const people = await fillWithBands(db, { people: attending, each });
  const told = { count: 0 };
  const queue = createSerialQueue();
  const presence = createPresence({
    ...{ db, queue, clock: systemClock, graceMilliseconds: 10_000, roster: createLocalRoster() },
    send() {
      told.count += 1;
    },
    log: pino({ level: 'error' }),
  });
  const before = process.cpuUsage();
  for (const { id } of people) presence.connected(id, `socket of ${id}`);
  while (told.count < attending * (each - 1)) {
    await queue.idle();
    await wait(0);
  }
  for (const { id } of people) {
    presence.disconnected(id, `socket of ${id}`, false);
    presence.connected(id, `later socket of ${id}`);
  }
  const { user, system } = process.cpuUsage(before);
  const taken = (user + system) / 1e6;
  presence.stop();
  await db.destroy();
  return {
    what: `presence of ${attending.toLocaleString('en-US')} people in projects of ${each} who connect at once, drop and come back: processor time`,
    ours: seconds(taken),
    ...{ floor: '–', ratio: '–', goal: `≤ ${seconds(1)}`, met: taken <= 1 },
  };
}
