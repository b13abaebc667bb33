import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { Server } from 'socket.io';

/**
 * The floor of a delivery: Socket.IO with one room and no more. A POST's body, or an `echo`, is emitted to it as it is; a
 * POST to `/stored`, or a `stored echo`, after one synced insert into the database that the first argument names.
 */
const database = new Database(process.argv[2] ?? ':memory:');
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('create table echo (number integer primary key, payload text)');
const insert = database.prepare('insert into echo (payload) values (?)');
const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { name, payload, position } = JSON.parse(Buffer.concat(parts).toString('utf8'));
  if (request.url === '/stored') insert.run(JSON.stringify(payload));
  io.to('room').emit(name, payload, position);
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
});
const io = new Server(server);
io.on('connection', (socket) => {
  socket.on('join:project', (_project: unknown, answer?: (joined: { ok: true }) => void) => {
    socket.join('room');
    answer?.({ ok: true });
  });
  socket.on('echo', (name: string, payload: unknown) => {
    io.to('room').emit(name, payload);
  });
  socket.on('stored echo', (name: string, payload: unknown) => {
    insert.run(JSON.stringify(payload));
    io.to('room').emit(name, payload);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
