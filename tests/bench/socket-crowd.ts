import { io } from 'socket.io-client';

/**
 * Many sockets in one process of their own, so that their cost isn't the server's. Arguments: address, cookies
 * with `|` between them, project id, how many, how many events each will get. Prints `joined` when all are in the room, `heard` when
 * every socket has got every event.
 */
const [url = '', cookieText = '', projectId = '', countText = '', eventsText = ''] = process.argv.slice(2);
const cookies = cookieText.split('|');
const count = Number(countText);
const expected = count * Number(eventsText);
let joined = 0;
let heard = 0;
for (let index = 0; index < count; index++) {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: cookieText ? { cookie: cookies[index % cookies.length] ?? '' } : {},
  });
  socket.on('connect', () => {
    socket.emit('join:project', { projectId }, () => {
      if (++joined === count) process.stdout.write('joined\n');
    });
  });
  socket.on('cut:updated', () => {
    if (++heard === expected) process.stdout.write('heard\n');
  });
  socket.on('connect_error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}
process.on('SIGTERM', () => process.exit(0));
