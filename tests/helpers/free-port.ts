import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to connections: none of these takes a port while its program is being restarted. */
const ports = { first: 15_000, last: 32_000 };

/** A port of 127.0.0.1 that nobody listens on, for a program that can't choose one and say which. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = ports.first + Math.floor(Math.random() * (ports.last - ports.first));
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
