import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { disposeLater } from '../helpers/disposal.ts';

/** A TCP proxy on a free port of 127.0.0.1 that counts what clients send to the server behind it. */
export type CountingProxy = {
  url: string;
  bytesUp(): number;
  /** Calls back once, after that many bytes went up. */
  whenUp(bytes: number, callback: () => void): void;
};

export async function startCountingProxy(targetPort: number): Promise<CountingProxy> {
  let up = 0;
  let waiting: { bytes: number; callback: () => void }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(socket);
      // A killed end resets its connection; the other end sees the same.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (piece) => {
      up += piece.length;
      const due = waiting.filter(({ bytes }) => up >= bytes);
      waiting = waiting.filter(({ bytes }) => up < bytes);
      for (const { callback } of due) callback();
    });
    client.pipe(target).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  disposeLater(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytesUp: () => up,
    whenUp: (bytes, callback) => void waiting.push({ bytes, callback }),
  };
}
