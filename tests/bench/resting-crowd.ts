import { readFileSync } from 'node:fs';
import { io } from 'socket.io-client';
import type { BandMember } from '../helpers/bands.ts';

/**
 * Many sockets in one process, each of another member, that join their project and rest. Arguments: address, a file with the
 * members, how many. Prints `joined` when all are in their rooms.
 */
const [url = '', file = '', countText = ''] = process.argv.slice(2);
const members: BandMember[] = JSON.parse(readFileSync(file, 'utf8'));
const count = Number(countText);
/** More at once would only wait in the server's queue of handshakes. */
const mostOpening = 200;
let opened = 0;
let joined = 0;

function openNext(): void {
  const member = members[opened];
  if (opened === count || !member) return;
  opened += 1;
  const { token, projectId } = member;
  const socket = io(url, {
    ...{ transports: ['websocket'], forceNew: true, reconnection: false },
    extraHeaders: { authorization: `Bearer ${token}` },
  });
  socket.on('connect_error', (error) => fail(error.message));
  socket.on('connect', () => {
    socket.emit('join:project', { projectId }, ({ ok, message }: { ok: boolean; message?: string }) => {
      if (!ok) fail(message ?? 'A join was refused');
      joined += 1;
      if (joined === count) process.stdout.write('joined\n');
      openNext();
    });
  });
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

for (let index = 0; index < mostOpening; index++) openNext();
process.on('SIGTERM', () => process.exit(0));
