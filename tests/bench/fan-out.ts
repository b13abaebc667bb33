import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import { joinAsMembers, makeProject, signUp, startBenchServer } from './band.ts';
import { startChild } from './child.ts';
import { cpuSeconds, median } from './meter.ts';
import { type Row, times } from './report.ts';

type Figures = Record<'ours' | 'floor', Record<'few' | 'all', number[]>>;

const sockets = 500;
/** An event's own cost, besides its deliveries, shows where there are few of them. */
const few = 20;
const events = 300;
const rounds = 5;
/** They are not counted, so that both servers are warm. */
const roundsBefore = 6;

/** CPU of the server process for one event, in microseconds, while `post` makes `events` of them. */
async function measureEvents(
  server: { url: string; pid: number },
  crowd: { cookie: string; projectId: string; sockets: number },
  post: (index: number) => Promise<void>,
): Promise<number> {
  const listeners = startChild('tests/bench/socket-crowd.ts', [
    server.url,
    crowd.cookie,
    crowd.projectId,
    String(crowd.sockets),
    String(events),
  ]);
  try {
    await listeners.line((line) => line === 'joined', 'all had joined');
    const before = cpuSeconds(server.pid);
    for (let index = 0; index < events; index++) await post(index);
    await listeners.line((line) => line === 'heard', 'all had heard');
    return ((cpuSeconds(server.pid) - before) / events) * 1e6;
  } finally {
    await listeners.stop();
  }
}

/** Server CPU for each delivered event with 500 sockets in a room, beside Socket.IO that does nothing else. */
export async function benchFanOut(folder: string): Promise<Row[]> {
  const server = await startBenchServer(join(folder, 'fan-out'));
  const bare = startChild('tests/bench/floors/bare-socket-server.ts');
  try {
    const bareUrl = await bare.line((line) => line.startsWith('http://'), 'it said its address');
    const ana = await signUp(server, 'ana');
    const projectId = await makeProject(ana, 'Fan-out');
    const vibeId = newId();
    const cutId = newId();
    await ana.command('vibe.create', { id: vibeId, projectId, name: 'Vibe' });
    await ana.command('cut.create', { id: cutId, vibeId, name: 'Cut' });

    // One account may have 50 sockets.
    const others = await joinAsMembers(server, ana, projectId, 9);
    const cookies = [ana, ...others].map(({ cookie }) => cookie).join('|');

    const sides = {
      ours: {
        server: { url: server.url, pid: server.child.pid },
        cookie: cookies,
        post: (name: string) => ana.command('cut.update', { id: cutId, name }),
      },
      floor: {
        server: { url: bareUrl, pid: bare.pid },
        cookie: '',
        async post(name: string, seq: number) {
          const position = { topic: `project:${projectId}`, seq };
          const event = { name: 'cut:updated', payload: { cutId, name }, position };
          await fetch(bareUrl, { method: 'POST', body: JSON.stringify(event) });
        },
      },
    };
    const measure = async (side: keyof typeof sides, count: number, round: number) => {
      const { server: at, cookie, post } = sides[side];
      const crowd = { cookie, projectId, sockets: count };
      return measureEvents(at, crowd, (index) => post(`Take ${round}.${count}.${index}`, index + 1));
    };
    const figures = { ours: { few: [], all: [] }, floor: { few: [], all: [] } } as Figures;
    for (const side of ['ours', 'floor'] as const)
      for (let round = 1; round <= roundsBefore; round++) await measure(side, few, -round);
    for (let round = 0; round < rounds; round++) {
      for (const [count, name] of [
        [few, 'few'],
        [sockets, 'all'],
      ] as const) {
        for (const side of ['ours', 'floor'] as const) {
          figures[side][name].push(await measure(side, count, round));
        }
      }
    }
    return rowsOf(figures);
  } finally {
    await bare.stop();
    await server.child.stop();
  }
}

function rowsOf({ ours, floor }: Figures): Row[] {
  const of = (side: Figures['ours']) => {
    const [low, high] = [median(side.few), median(side.all)];
    return { delivery: (high - low) / (sockets - few), event: low, whole: high / sockets };
  };
  const [mine, bare] = [of(ours), of(floor)];
  const row = (what: string, name: keyof typeof mine, goal: number | null): Row => {
    const ratio = mine[name] / bare[name];
    return {
      what,
      ours: `${mine[name].toFixed(1)} µs`,
      floor: `${bare[name].toFixed(1)} µs (bare Socket.IO)`,
      ratio: times(ratio),
      goal: goal === null ? '–' : `≤ ${goal.toFixed(2)} ×`,
      met: goal === null ? null : ratio <= goal,
    };
  };
  return [
    row(
      `server CPU of one more delivery of an event, ${few} to ${sockets} sockets in a room`,
      'delivery',
      1.2,
    ),
    row(`– of an event for ${few} sockets, with its command`, 'event', null),
    row(`– of an event for ${sockets} sockets, with its command, shared by its deliveries`, 'whole', 1.2),
  ];
}
