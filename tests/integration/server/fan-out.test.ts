import { createServer } from 'node:http';
import type { AddressInfo, Socket as NetSocket } from 'node:net';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io-client';
import { expect, test } from 'vitest';
import { createFanOut } from '../../../server/realtime/fan-out.ts';
import { disposeLater } from '../../helpers/disposal.ts';
import { collectEvents, openSocket } from '../../helpers/server.ts';
import { until } from '../../helpers/until.ts';

/** A bare Socket.IO server with every socket in one room, which counts what Socket.IO itself sends. */
async function assemble() {
  const httpServer = createServer();
  const io = new Server(httpServer);
  disposeLater(() => io.close());
  let usual = 0;
  io.on('connection', async (socket) => {
    socket.conn.on('packetCreate', ({ type }: { type: string }) => {
      if (type === 'message') usual += 1;
    });
    await socket.join('room');
    socket.on('ping', (acknowledge) => acknowledge('pong'));
  });
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
  const open = async (transport: 'websocket' | 'polling' | 'upgrading') => {
    const transports = transport === 'upgrading' ? ['polling', 'websocket'] : [transport];
    const socket = openSocket({ url }, null, { transports });
    const seen = collectEvents(socket);
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    return { socket, seen };
  };
  return { io, fanOut: createFanOut(io), open, usual: () => usual };
}

const texts = [
  '',
  'x',
  'x'.repeat(60),
  'x'.repeat(90),
  'x'.repeat(200),
  'ü🎛️'.repeat(5000),
  'x'.repeat(200_000),
];

test('text of every size and alphabet arrives over both transports as it was sent, in order', async () => {
  const { fanOut, open } = await assemble();
  const [web, polling] = [await open('websocket'), await open('polling')];
  for (const [index, text] of texts.entries()) fanOut('room', 'said', { text }, { index });
  for (const { seen } of [web, polling]) {
    await until(() => seen.length === texts.length);
    expect(seen).toEqual(
      texts.map((text, index) => ({ name: 'said', payload: { text }, position: { index } })),
    );
  }
});

test('an idle WebSocket is written to directly; long-polling is left to Socket.IO', async () => {
  const { fanOut, open, usual } = await assemble();
  const web = await open('websocket');
  const before = usual();
  fanOut('room', 'said', 1);
  await until(() => web.seen.length === 1);
  expect(usual()).toBe(before);
  const polling = await open('polling');
  const now = usual();
  fanOut('room', 'said', 2);
  await until(() => polling.seen.length === 1);
  expect(usual()).toBe(now + 1);
});

test('a slow reader gets everything in order, acknowledgements included', async () => {
  const { fanOut, open, io } = await assemble();
  const { socket, seen } = await open('websocket');
  const wire = connectionOf(socket);
  wire.pause();
  const text = 'x'.repeat(20_000);
  for (let index = 0; index < 500; index += 1) {
    fanOut('room', 'said', text, index);
    if (index % 50 === 0) io.to('room').emit('said', text, index + 0.5);
  }
  wire.resume();
  await until(() => seen.length === 510);
  const places = seen.map(({ position }) => Number(position));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  fanOut('room', 'said', 'last', 500);
  expect(await socket.timeout(5000).emitWithAck('ping')).toBe('pong');
  expect(seen.at(-1)?.payload).toBe('last');
});

test('nothing is lost or duplicated while a connection is upgraded from polling to WebSocket', async () => {
  const { fanOut, open } = await assemble();
  const { socket, seen } = await open('upgrading');
  let index = 0;
  await until(() => {
    for (let burst = 0; burst < 5; burst += 1) fanOut('room', 'said', 'text', index++);
    return socket.io.engine.transport.name === 'websocket';
  });
  for (let burst = 0; burst < 50; burst += 1) fanOut('room', 'said', 'text', index++);
  await until(() => seen.length >= index);
  expect(seen.map(({ position }) => position)).toEqual(Array.from({ length: index }, (_, place) => place));
});

test('empty rooms and sockets that have just disconnected do no harm', async () => {
  const { fanOut, open, io } = await assemble();
  fanOut('empty', 'said', 1);
  const [staying, going] = [await open('websocket'), await open('websocket')];
  connectionOf(going.socket).destroy();
  for (let index = 0; index < 100; index += 1) fanOut('room', 'said', 'text', index);
  await until(() => staying.seen.length === 100);
  await until(() => io.of('/').sockets.size === 1);
});

/** The network connection under a client's WebSocket. */
function connectionOf(socket: Socket): NetSocket {
  const { transport } = socket.io.engine as unknown as { transport: { ws: { _socket: NetSocket } } };
  return transport.ws._socket;
}
