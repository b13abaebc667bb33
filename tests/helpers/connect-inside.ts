import { connect, type Socket } from 'node:net';

/* `connect-inside.ts HOST PORT`: connects each socket that its parent sends to an address in the network that it runs in. */
const [host = '', port] = process.argv.slice(2);
process.on('message', (_message, socket: Socket | undefined) => {
  // It was closed on the way.
  if (!socket) return;
  const other = connect(Number(port), host);
  socket.on('error', () => other.destroy());
  other.on('error', () => socket.destroy());
  socket.pipe(other).pipe(socket);
});
process.once('disconnect', () => process.exit());
