import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { newId } from '../../common/new-id.ts';
import { type Waits, waitsDuring } from '../helpers/waits.ts';
import { type BenchMember, type BenchServer, makeProject, signUp, startBenchServer } from './band.ts';
import type { Row } from './report.ts';

/** No request of a bandmate may take longer while strangers flood the server, in milliseconds. */
const goal = 750;

const post = (server: BenchServer, path: string, body: unknown) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).then((response) => response.arrayBuffer());

const newcomer = (name: string) => ({ email: `${name}@bench.example`, password: 'nobody knows it', name });

/** A bandmate's waiting times while strangers register, guess passwords, send half bodies and search. */
export async function benchAbuse(folder: string): Promise<Row[]> {
  const server = await startBenchServer(join(folder, 'abuse'));
  try {
    const ana = await signUp(server, 'ana');
    const stranger = await signUp(server, 'stranger');
    await makeRepetitiveComment(stranger);
    const ask = () => ana.request('GET', '/api/projects');
    const pause = () => new Promise((resolve) => setTimeout(resolve, 3000));
    const idle = await waitsDuring(ask, pause());
    const floods: [string, () => Promise<unknown>][] = [
      [
        '40 registrations at once',
        () => atOnce(40, (n) => post(server, '/api/auth/register', newcomer(`r${n}`))),
      ],
      ['60 sign-ins at once', () => atOnce(60, (n) => post(server, '/api/auth/login', newcomer(`s${n}`)))],
      ['100 half-sent bodies', () => holdHalfBodies(server, pause)],
      [
        '10 searches for a repeated word',
        () => atOnce(10, () => stranger.request('GET', `/api/search?q=${'a%20'.repeat(160)}`)),
      ],
    ];
    const rows: Row[] = [];
    for (const [what, flood] of floods) rows.push(toRow(what, await waitsDuring(ask, flood()), idle));
    return rows;
  } finally {
    await server.child.stop();
  }
}

const atOnce = (count: number, ask: (number: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, (_, number) => ask(number)));

async function makeRepetitiveComment(member: BenchMember): Promise<void> {
  const projectId = await makeProject(member, 'Songs');
  const [vibeId, cutId] = [newId(), newId()];
  await member.command('vibe.create', { id: vibeId, projectId, name: 'Vibe' });
  await member.command('cut.create', { id: cutId, vibeId, name: 'Cut' });
  await member.command('comment.create', { id: newId(), cutId, text: 'a '.repeat(2500), timestamp: 1 });
}

async function holdHalfBodies(server: BenchServer, pause: () => Promise<unknown>): Promise<void> {
  const head =
    'POST /api/commands HTTP/1.1\r\nHost: band\r\nContent-Type: application/json\r\nContent-Length: 6000000\r\n\r\n';
  const beginning = Buffer.from(head + 'x'.repeat(1_000_000));
  const sockets: Socket[] = Array.from({ length: 100 }, () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write(beginning);
    });
    return socket.on('error', () => {}).resume();
  });
  await pause();
  for (const socket of sockets) socket.destroy();
}

function toRow(what: string, ours: Waits, idle: Waits): Row {
  const show = ({ median, worst }: Waits) => `${median} ms, worst ${worst} ms`;
  return {
    what: `a bandmate’s request during ${what}`,
    ours: show(ours),
    floor: `${show(idle)} (idle)`,
    ratio: '',
    goal: `worst ≤ ${goal} ms`,
    met: ours.worst <= goal,
  };
}
