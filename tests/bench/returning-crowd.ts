import { io } from 'socket.io-client';

/**
 * Many sockets in one process, as apps use them: they come back after a lost connection and join again. Arguments:
 * address, cookies with `|` between them, project id, how many. Prints `joined` when all are in the room, and
 * `joined again` when all have come back once.
 */
const [url = '', cookieText = '', projectId = '', countText = ''] = process.argv.slice(2);
const cookies = cookieText.split('|');
const count = Number(countText);
/** More at once would only wait in the server's queue of handshakes. */
const mostOpening = 200;
let joined = 0;
let opened = 0;

function openNext(): void {
  if (opened === count) return;
  const index = opened++;
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    // As the app's: the first attempt after up to a second, with jitter.
    ...{ reconnectionDelay: 500, reconnectionDelayMax: 5_000, randomizationFactor: 0.5 },
    extraHeaders: { cookie: cookies[index % cookies.length] ?? '' },
  });
  let lives = 0;
  socket.on('connect', () => {
    const life = ++lives;
    socket.emit('join:project', { projectId }, () => {
      if (life > 2) return;
      joined += 1;
      if (joined === count) process.stdout.write('joined\n');
      if (joined === 2 * count) process.stdout.write('joined again\n');
      if (life === 1) openNext();
    });
  });
}

for (let index = 0; index < mostOpening; index++) openNext();
process.on('SIGTERM', () => process.exit(0));
