import type { Server } from 'node:http';
import { BlockList, isIPv6, type Socket } from 'node:net';
import { networkOf } from '../auth/client-address.ts';
import type { ServerContext } from '../context.ts';

const retrySeconds = 10;
const quietMilliseconds = 60_000;

/** Connections beyond the limits are answered so and closed. Written without parsing what they ask. */
const busy = `HTTP/1.1 503 Service Unavailable\r\nRetry-After: ${retrySeconds}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;

/**
 * Limits open connections in all, and to half of that from one address, so that nobody alone keeps the others out. A
 * band behind one address stays far below; a trusted proxy, through which everyone comes, counts only in all. Those
 * beyond that are counted.
 */
export function limitConnections(
  httpServer: Server,
  context: Pick<ServerContext, 'config' | 'metrics' | 'log' | 'environment'>,
): void {
  const { maximumConnections, trustedProxies } = context.config;
  const perAddress = Math.ceil(maximumConnections / 2);
  const proxies = blockListOf(trustedProxies);
  const byAddress = new Map<string, number>();
  let inAll = 0;
  const noteRefused = createRefusalNote(context);
  // Beyond this Node closes them without an answer, so that a flood of answers can't be caused either.
  httpServer.maxConnections = maximumConnections + 100;
  httpServer.on('drop', noteRefused);

  httpServer.prependListener('connection', (socket: Socket) => {
    const remote = socket.remoteAddress ?? '';
    const address = networkOf(remote);
    const own = byAddress.get(address) ?? 0;
    const isProxy = remote !== '' && proxies.check(remote, isIPv6(remote) ? 'ipv6' : 'ipv4');
    inAll += 1;
    byAddress.set(address, own + 1);
    socket.once('close', () => {
      inAll -= 1;
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left > 0) byAddress.set(address, left);
      else byAddress.delete(address);
    });
    if (inAll <= maximumConnections && (isProxy || own < perAddress)) return;
    noteRefused();
    socket.write(busy);
    socket.destroySoon();
  });
}

/** Counts a refused connection, and says so once a minute at most: a flood must not fill the log. */
function createRefusalNote({
  metrics,
  log,
  environment: { clock },
}: Pick<ServerContext, 'metrics' | 'log' | 'environment'>): () => void {
  let isQuietUntil = Number.NEGATIVE_INFINITY;
  return () => {
    metrics.refusedConnections.inc();
    const now = clock.monotonic();
    if (now < isQuietUntil) return;
    isQuietUntil = now + quietMilliseconds;
    log.warn('A connection was refused: MAX_CONNECTIONS are open, or half as many from its address');
  };
}

function blockListOf(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
