import { Agent } from 'node:http';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { newId } from '../../common/new-id.ts';
import { ask } from './ask.ts';
import { listen, makeProject, signUp, startBenchServer } from './band.ts';
import { startChild } from './child.ts';
import { percentile } from './meter.ts';
import { milliseconds, type Row, times } from './report.ts';

/** Of each kind, in turns; those before are not counted, so that every server is warm. */
const rounds = 3;
const roundsBefore = 3;
const roundLength = 100;

/** Milliseconds from `post` until the listener hears `name`, one after the other. */
async function measureRound(listener: Socket, name: string, post: () => unknown): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round < roundLength; round++) {
    const heard = new Promise<void>((resolve) => listener.once(name, () => resolve()));
    const started = performance.now();
    void post();
    await heard;
    taken.push(performance.now() - started);
  }
  return taken;
}

/**
 * From a posted comment to another client's event, beside Socket.IO that echoes the same payload: after one synced insert,
 * asked by HTTP as ours or by a socket, and without storing anything.
 */
export async function benchComments(folder: string): Promise<Row[]> {
  const server = await startBenchServer(join(folder, 'comments'));
  const bare = startChild('tests/bench/floors/bare-socket-server.ts', [join(folder, 'echo.sqlite')]);
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
    const bareUrl = await bare.line((line) => line.startsWith('http://'), 'it said its address');
    const [speaker, hearer] = [bareUrl, bareUrl].map((url) =>
      io(url, { transports: ['websocket'], forceNew: true }),
    ) as [Socket, Socket];
    sockets.push(speaker, hearer);
    await Promise.all(sockets.slice(1).map((socket) => socket.emitWithAck('join:project', {})));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const echo = (event: string) => () => speaker.emit(event, 'comment:created', last);
    const ours = { url: server.url, headers: { cookie: ana.cookie } };
    const path = `/api/cuts/${cutId}/comments`;
    const kinds = {
      ours: () => ask(ours, agent, 'POST', path, { text, timestamp: 1 }),
      posted: () =>
        ask({ url: bareUrl, headers: {} }, agent, 'POST', '/stored', {
          ...{ name: 'comment:created', payload: last, position: {} },
        }),
      stored: echo('stored echo'),
      bare: echo('echo'),
    };
    const taken: Record<keyof typeof kinds, number[]> = { ours: [], posted: [], stored: [], bare: [] };
    for (let round = 0; round < roundsBefore + rounds; round++)
      for (const [kind, post] of Object.entries(kinds) as [keyof typeof kinds, () => unknown][]) {
        const listener = kind === 'ours' ? bandmate : hearer;
        const measured = await measureRound(listener, 'comment:created', post);
        if (round >= roundsBefore) taken[kind].push(...measured);
      }
    agent.destroy();
    const row = (
      share: number,
      kind: 'posted' | 'stored' | 'bare',
      floorName: string,
      most?: number,
    ): Row => {
      const [ours, floor] = [percentile(taken.ours, share), percentile(taken[kind], share)];
      return {
        what: `comment posted → seen by another client, p${share}`,
        ours: milliseconds(ours),
        floor: `${milliseconds(floor)} (${floorName})`,
        ratio: times(ours / floor),
        goal: most === undefined ? '–' : `≤ ${times(most)}`,
        met: most === undefined ? null : ours / floor <= most,
      };
    };
    return [
      row(50, 'posted', 'the same POST, one synced insert, echo', 3),
      row(95, 'posted', 'the same POST, one synced insert, echo'),
      row(50, 'stored', 'asked by a socket, one synced insert, echo', 3),
      row(95, 'stored', 'asked by a socket, one synced insert, echo'),
      row(50, 'bare', 'bare echo, nothing stored'),
      row(95, 'bare', 'bare echo, nothing stored'),
    ];
  } finally {
    for (const socket of sockets) socket.disconnect();
    await bare.stop();
    await server.child.stop();
  }
}
