import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { newId } from '../../common/new-id.ts';
import { listen, makeProject, signUp, startBenchServer } from './band.ts';
import { startChild } from './child.ts';
import { percentile } from './meter.ts';
import { milliseconds, type Row, times } from './report.ts';

const rounds = 300;

/** Milliseconds from `post` until the listener hears `name`, `rounds` times, one after the other. */
async function measureRounds(
  listener: Socket,
  name: string,
  post: (round: number) => unknown,
): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const heard = new Promise<void>((resolve) => listener.once(name, () => resolve()));
    const started = performance.now();
    void post(round);
    await heard;
    taken.push(performance.now() - started);
  }
  return taken;
}

/** From a posted comment to another client's event, beside Socket.IO that echoes the same payload and stores nothing. */
export async function benchComments(folder: string): Promise<Row[]> {
  const server = await startBenchServer(join(folder, 'comments'));
  const bare = startChild('tests/bench/floors/bare-socket-server.ts');
  const sockets: Socket[] = [];
  try {
    const ana = await signUp(server, 'ana');
    const projectId = await makeProject(ana, 'Comments');
    const vibeId = newId();
    const cutId = newId();
    await ana.command('vibe.create', { id: vibeId, projectId, name: 'Vibe' });
    await ana.command('cut.create', { id: cutId, vibeId, name: 'Cut' });
    const bandmate = await listen(server, ana, projectId);
    sockets.push(bandmate);
    const text = 'The bass drops out for a moment, bring it back with the second guitar.';
    let last: unknown;
    bandmate.on('comment:created', (comment) => {
      last = comment;
    });
    const ours = await measureRounds(bandmate, 'comment:created', (round) =>
      ana.request('POST', `/api/cuts/${cutId}/comments`, { text, timestamp: round / 10 }),
    );

    const bareUrl = await bare.line((line) => line.startsWith('http://'), 'it said its address');
    const [speaker, hearer] = [bareUrl, bareUrl].map((url) =>
      io(url, { transports: ['websocket'], forceNew: true }),
    ) as [Socket, Socket];
    sockets.push(speaker, hearer);
    await Promise.all(sockets.slice(1).map((socket) => socket.emitWithAck('join:project', {})));
    const floor = await measureRounds(hearer, 'comment:created', () =>
      speaker.emit('echo', 'comment:created', last),
    );
    return [50, 95].map((share) => ({
      what: `comment posted → seen by another client, p${share}`,
      ours: milliseconds(percentile(ours, share)),
      floor: `${milliseconds(percentile(floor, share))} (bare echo, nothing kept)`,
      ratio: times(percentile(ours, share) / percentile(floor, share)),
      goal: '–',
      met: null,
    }));
  } finally {
    for (const socket of sockets) socket.disconnect();
    await bare.stop();
    await server.child.stop();
  }
}
