import type { Socket as NetSocket } from 'node:net';
import type { Server, Socket } from 'socket.io';

/**
 * Emits an event to a room, encoded once: to an idle WebSocket its frame is written straight to the connection,
 * everyone else (long-polling, a connection that still has something to send) gets it from Socket.IO as usual.
 *
 * Socket.IO's own way to each socket costs more than the write itself, and a room of hundreds pays that for each
 * event. What is written is the same bytes: the packet of the Socket.IO protocol (v5, `2` = EVENT, default
 * namespace) in one of Engine.IO's (v4, `4` = message) in a text frame (RFC 6455 §5.2). Order is kept, because the
 * straight way is only taken where nothing waits before it.
 */
export function createFanOut(io: Server): (room: string, name: string, ...values: unknown[]) => void {
  const { adapter, sockets } = io.of('/');
  return (room, name, ...values) => {
    const ids = adapter.rooms.get(room);
    // Most people who are notified are not here: nothing is encoded for them.
    if (!ids) return;
    const frame = textFrame(`42${JSON.stringify([name, ...values])}`);
    const others: string[] = [];
    for (const id of ids) {
      const socket = sockets.get(id);
      const connection = socket && idleConnection(socket);
      if (connection) connection.write(frame);
      else others.push(id);
    }
    // Each socket is in a room of its own id.
    if (others.length > 0) io.to(others).emit(name, ...values);
  };
}

/** The fields of Engine.IO and ws read here beside their public types. If one is missing, no socket counts as idle. */
type EngineSocket = { writeBuffer?: unknown[] };
type WebSocketTransport = { socket?: { _socket?: NetSocket } };

/** The connection of a socket over WebSocket that has nothing waiting to be sent; else null. */
function idleConnection({ conn }: Socket): NetSocket | null {
  const { transport } = conn;
  if (transport.name !== 'websocket' || conn.readyState !== 'open' || !transport.writable) return null;
  if ((conn as unknown as EngineSocket).writeBuffer?.length !== 0) return null;
  const connection = (transport as unknown as WebSocketTransport).socket?._socket;
  return connection?.writable && connection.writableLength === 0 ? connection : null;
}

/** An unmasked text frame in one piece, as servers send them. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const header = length < 126 ? Buffer.alloc(2) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  // FIN, and opcode 1 = text.
  header[0] = 0x81;
  if (header.length === 2) header[1] = length;
  else if (header.length === 4) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}
