import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createAttendance } from '../../server/realtime/attendance.ts';
import { startUnrulyProxy } from '../faults/unruly-proxy.ts';
import { joinAsMembers, makeProject, signUp } from './band.ts';
import { type Child, startChild } from './child.ts';
import { cpuSeconds, residentBytes } from './meter.ts';
import { startNodeBand } from './node-band.ts';
import { mebibytes, type Row, seconds, times } from './report.ts';

/** `BENCH_SHORT=1 npm run bench return resting` shows that everything works. */
const isShort = process.env.BENCH_SHORT === '1';
const returning = isShort ? 100 : 2_000;
const peopleReturning = isShort ? 4 : 40;
const missedEvents = 20;
const resting = isShort ? 200 : 10_000;
/** An account may send so many messages at once that a few hundred of its sockets can join. */
const peopleResting = isShort ? 2 : 40;
const restSeconds = isShort ? 2 : 30;
const attending = 20_000;

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
    return await withCrowd([proxy.url, cookies, project.id, String(returning)], async (crowd) => {
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

/** Many sockets in a process of their own, once all have joined. */
async function withCrowd<Result>(
  crowdArguments: string[],
  use: (crowd: Child) => Promise<Result>,
): Promise<Result> {
  const crowd = startChild('tests/bench/returning-crowd.ts', crowdArguments);
  try {
    await crowd.line((line) => line === 'joined', 'all had joined');
    return await use(crowd);
  } finally {
    await crowd.stop();
  }
}

type BandOf = Awaited<ReturnType<typeof startNodeBand>>;
type NodeOf = BandOf['nodes'][number];

type Rest = { bytesEach: number; share: number };

/** Ten thousand connections that do nothing, on one server and on bare Socket.IO; and the presence of twice as many. */
export async function benchResting(folder: string): Promise<Row[]> {
  const dataDirectory = join(folder, 'resting');
  mkdirSync(dataDirectory, { recursive: true });
  const limits = { MAX_CONNECTIONS: '25000', MAX_SOCKETS: '1000' };
  const child = startChild('server/index.ts', [], {
    ...{ PORT: '0', DATA_DIR: dataDirectory, LOG_LEVEL: 'error', ...limits },
  });
  const bare = startChild('tests/bench/floors/bare-socket-server.ts');
  try {
    const url = await child.line((line) => line.startsWith('http://'), 'it said its address');
    const server = { url, child };
    const ana = await signUp(server, 'ana');
    const projectId = await makeProject(ana, 'Resting');
    const others = await joinAsMembers(server, ana, projectId, peopleResting - 1);
    const cookies = [ana, ...others].map(({ cookie }) => cookie).join('|');
    const bareUrl = await bare.line((line) => line.startsWith('http://'), 'it said its address');
    const ours = await restOn(child, [url, cookies, projectId]);
    const floor = await restOn(bare, [bareUrl, '', projectId]);
    const ratio = ours.bytesEach / floor.bytesEach;
    const said = ({ bytesEach, share }: Rest) =>
      `${(bytesEach / 1024).toFixed(1)} kB each (${mebibytes(bytesEach * resting)}), ${share.toFixed(1)} % of a core`;
    return [
      {
        what: `memory of ${resting.toLocaleString('en-US')} connections that rest in a project`,
        ours: said(ours),
        floor: `${said(floor)} (bare Socket.IO)`,
        ratio: times(ratio),
        ...{ goal: '≤ 1.20 ×', met: ratio <= 1.2 },
      },
      presenceRow(),
    ];
  } finally {
    await bare.stop();
    await child.stop();
  }
}

async function restOn({ pid }: Child, crowdArguments: string[]): Promise<Rest> {
  // The first connections load code and grow buffers that the others share.
  await withCrowd([...crowdArguments, '10'], () => wait(1_000));
  const idle = residentBytes(pid);
  return withCrowd([...crowdArguments, String(resting)], async () => {
    await wait(isShort ? 1_000 : 5_000);
    const bytesEach = (residentBytes(pid) - idle) / resting;
    const before = cpuSeconds(pid);
    await wait(restSeconds * 1000);
    return { bytesEach, share: ((cpuSeconds(pid) - before) / restSeconds) * 100 };
  });
}

/** Each connects, drops and comes back, with a look at the next end of a grace after each step, as `presence.ts` does. */
function presenceRow(): Row {
  const attendance = createAttendance(10_000);
  const before = process.cpuUsage();
  for (let at = 0; at < attending; at++) {
    attendance.connected(`user ${at}`, `socket ${at}`);
    attendance.nextLook();
  }
  for (let at = 0; at < attending; at++) {
    attendance.disconnected(`user ${at}`, `socket ${at}`, at, false);
    attendance.nextLook();
    attendance.connected(`user ${at}`, `later socket ${at}`);
    attendance.nextLook();
  }
  const { user, system } = process.cpuUsage(before);
  const taken = (user + system) / 1e6;
  return {
    what: `presence of ${attending.toLocaleString('en-US')} people who connect, drop and come back`,
    ours: seconds(taken),
    ...{ floor: '–', ratio: '–', goal: `≤ ${seconds(1)}`, met: taken <= 1 },
  };
}
