import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { disposeLater } from '../../helpers/disposal.ts';

/** A line to a server that counts what passes, and can be cut or made to refuse WebSockets. */
export type Wire = {
  url: string;
  /** Pieces of data that clients have sent. */
  sent(): number;
  openConnections(): number;
  cut(): void;
  /** Cuts it for good, as when the machine at its end lost its power. */
  end(): void;
};

export async function openWire(target: string, options: { refusesWebSockets?: boolean } = {}): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let sent = 0;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    sockets.add(near);
    const hangUp = () => {
      near.destroy();
      far.destroy();
      sockets.delete(near);
    };
    for (const socket of [near, far]) socket.on('error', hangUp).on('close', hangUp);
    near.on('data', (data) => {
      sent += 1;
      if (options.refusesWebSockets && /^upgrade: websocket/im.test(data.toString('latin1'))) hangUp();
      else far.write(data);
    });
    far.on('data', (data) => near.write(data));
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = () => {
    server.close();
    cut();
  };
  disposeLater(end);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => sent,
    openConnections: () => sockets.size,
    cut,
    end,
  };
}
