import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { disposeLater } from '../../helpers/disposal.ts';

/** A proxy to a server that counts bytes, and can be cut or made to refuse WebSockets. */
export type Wire = {
  url: string;
  /** Pieces of data that clients have sent. */
  sent(): number;
  hasSwallowed(): boolean;
  /** Whether an answer is held back, and passes it on. */
  hasHeld(): boolean;
  release(): void;
  openConnections(): number;
  cut(): void;
  /** Connections stay open but carry nothing, as when the network under them is gone. */
  freeze(isFrozen: boolean): void;
  /** New connections lead there. */
  leadTo(target: string): void;
  /** Cuts it for good, as when the machine at its end lost its power. */
  end(): void;
};

type WireOptions = {
  refusesWebSockets?: boolean;
  /** Requests whose first line this matches are answered 404, as by a server that has no such route. */
  hasNo?: RegExp;
  /** The first request whose first line this matches is never forwarded, and its connection stays open. */
  swallows?: RegExp;
  /** The answer to the first request whose first line this matches is held back. */
  holds?: RegExp;
};

const body = JSON.stringify({ error: 'There is no such route.', kind: 'not-found', statusCode: 404 });
const noSuchRoute = `HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;

export async function openWire(target: string, options: WireOptions = {}): Promise<Wire> {
  let { hostname, port } = new URL(target);
  let isFrozen = false;
  let hasSwallowed = false;
  /** The connection whose answers are held back, and these answers. */
  let holding: Socket | undefined;
  let held: Buffer[] = [];
  let isReleased = false;
  const sockets = new Set<Socket>();
  let sent = 0;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    sockets.add(near);
    let isDead = false;
    const hangUp = () => {
      near.destroy();
      far.destroy();
      sockets.delete(near);
    };
    for (const socket of [near, far]) socket.on('error', hangUp).on('close', hangUp);
    near.on('data', (data) => {
      if (isFrozen || isDead) return;
      sent += 1;
      const text = data.toString('latin1');
      const firstLine = text.slice(0, text.indexOf('\r\n'));
      if (!hasSwallowed && options.swallows?.test(firstLine)) {
        hasSwallowed = true;
        isDead = true;
        far.off('close', hangUp).destroy();
      } else if (!holding && options.holds?.test(firstLine)) {
        holding = near;
        far.write(data);
      } else if (options.refusesWebSockets && /^upgrade: websocket/im.test(text)) hangUp();
      else if (options.hasNo?.test(firstLine)) near.write(noSuchRoute);
      else far.write(data);
    });
    far.on('data', (data) => {
      if (holding === near && !isReleased) held.push(data);
      else if (!isFrozen) near.write(data);
    });
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
    hasSwallowed: () => hasSwallowed,
    hasHeld: () => held.length > 0,
    release() {
      isReleased = true;
      holding?.write(Buffer.concat(held));
      held = [];
    },
    openConnections: () => sockets.size,
    cut,
    freeze(next) {
      isFrozen = next;
    },
    leadTo(next) {
      ({ hostname, port } = new URL(next));
    },
    end,
  };
}
