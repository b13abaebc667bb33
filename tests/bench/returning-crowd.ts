import { io, type Socket } from 'socket.io-client';

/**
 * Many sockets in one process, as apps use them: they come back after a lost connection, join again, and read what they
 * have missed. Arguments: address, cookies with `|` between them, project id, how many. Prints `joined` when all are in
 * the room, and `equal again` when each has come back and has everything up to the head that its join answered.
 */
const [url = '', cookieText = '', projectId = '', countText = ''] = process.argv.slice(2);
const cookies = cookieText.split('|');
const count = Number(countText);
/** More at once would only wait in the server's queue of handshakes. */
const mostOpening = 200;
const topic = `project:${projectId}`;
let joined = 0;
let returned = 0;
let opened = 0;

type JoinAnswer = { ok: boolean; head?: number; message?: string };

function openNext(): void {
  if (opened === count) return;
  const cookie = cookies[opened++ % cookies.length] ?? '';
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    // As the app's: the first attempt after up to a second, with jitter.
    ...{ reconnectionDelay: 500, reconnectionDelayMax: 5_000, randomizationFactor: 0.5 },
    ...(cookie && { extraHeaders: { cookie } }),
  });
  follow(socket, cookie);
}

function follow(socket: Socket, cookie: string): void {
  let seq = 0;
  let state: 'new' | 'joined' | 'returned' = 'new';
  socket.onAny((_name: string, _payload: unknown, position?: { topic: string; seq: number }) => {
    if (position?.topic === topic) seq = Math.max(seq, position.seq);
  });
  socket.on('connect_error', (error) => {
    // A refused socket doesn't try again; one whose server is gone does.
    if (!socket.active) fail(error.message);
  });
  socket.on('connect', () => {
    socket.emit('join:project', { projectId }, async ({ ok, head = 0, message }: JoinAnswer) => {
      if (!ok) return fail(message ?? 'A join was refused');
      if (state === 'new') {
        state = 'joined';
        seq = Math.max(seq, head);
        joined += 1;
        if (joined === count) process.stdout.write('joined\n');
        openNext();
      } else if (state === 'joined') {
        while (seq < head) seq = await readFrom(seq, cookie);
        if (state !== 'joined') return;
        state = 'returned';
        returned += 1;
        if (returned === count) process.stdout.write('equal again\n');
      }
    });
  });
}

/** The `seq` up to which the log was read. */
async function readFrom(seq: number, cookie: string): Promise<number> {
  const answer = await fetch(`${url}/api/sync?topic=${topic}&since=${seq}`, { headers: { cookie } });
  if (!answer.ok) fail(`/api/sync answered ${answer.status}`);
  const { events } = (await answer.json()) as { events: { seq: number }[] };
  return events.at(-1)?.seq ?? fail('The log ended early');
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

for (let index = 0; index < mostOpening; index++) openNext();
process.on('SIGTERM', () => process.exit(0));
