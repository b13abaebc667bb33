import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import { joinAsMembers, makeProject, signUp, startBenchServer } from './band.ts';
import { startChild } from './child.ts';
import { cpuSeconds, median } from './meter.ts';
import { type Row, times } from './report.ts';

const sockets = 500;
const events = 300;
const rounds = 5;

/** CPU of the server process for one event at one socket, in microseconds, while `post` makes `events` of them. */
async function measureDeliveries(
  server: { url: string; pid: number },
  crowd: { cookie: string; projectId: string },
  post: (index: number) => Promise<void>,
): Promise<number> {
  const listeners = startChild('tests/bench/socket-crowd.ts', [
    server.url,
    crowd.cookie,
    crowd.projectId,
    String(sockets),
    String(events),
  ]);
  try {
    await listeners.line((line) => line === 'joined', 'all had joined');
    const before = cpuSeconds(server.pid);
    for (let index = 0; index < events; index++) await post(index);
    await listeners.line((line) => line === 'heard', 'all had heard');
    return ((cpuSeconds(server.pid) - before) / (events * sockets)) * 1e6;
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

    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(
        await measureDeliveries(
          { url: server.url, pid: server.child.pid },
          { cookie: cookies, projectId },
          (index) => ana.command('cut.update', { id: cutId, name: `Take ${round}.${index}` }),
        ),
      );
      floor.push(
        await measureDeliveries({ url: bareUrl, pid: bare.pid }, { cookie: '', projectId }, async (index) => {
          const event = {
            name: 'cut:updated',
            payload: { cutId, name: `Take ${round}.${index}` },
            position: { topic: `project:${projectId}`, seq: index + 1 },
          };
          await fetch(bareUrl, { method: 'POST', body: JSON.stringify(event) });
        }),
      );
    }
    const ratio = median(ours) / median(floor);
    return [
      {
        what: `server CPU per delivered event, ${sockets} sockets in a room`,
        ours: `${median(ours).toFixed(1)} µs`,
        floor: `${median(floor).toFixed(1)} µs (bare Socket.IO)`,
        ratio: times(ratio),
        goal: '≤ 1.20 ×',
        met: ratio <= 1.2,
      },
    ];
  } finally {
    await bare.stop();
    await server.child.stop();
  }
}
