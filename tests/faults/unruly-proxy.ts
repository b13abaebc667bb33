import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import {
  type Direction,
  type Fault,
  openUnrulyConnection,
  type UnrulyConnection,
} from './unruly-connection.ts';

/** Trouble of new connections; `refuse` resets them. */
export type Weather = Fault | { kind: 'refuse' };

export type ProxyCounts = Record<Fault['kind'] | 'refuse', number> & {
  connections: number;
  bytes: Record<Direction, number>;
};

/**
 * A TCP proxy on a free port of 127.0.0.1 between clients and a server that may come and go. It does nothing by
 * chance: its owner decides what happens and when.
 */
export type UnrulyProxy = {
  url: string;
  counts: ProxyCounts;
  /** Where the server listens now; null = nowhere, and new connections are reset. */
  setTarget(port: number | null): void;
  /** Does this to each connection that `isMeant` accepts, or to all. Returns how many. */
  strike(fault: Fault, isMeant?: () => boolean): number;
  /** From now on until it heals, new connections meet this trouble. */
  setWeather(weather: Weather): void;
  /** Heals everything. Held bytes continue; connections that can't are reset. */
  heal(): void;
  /** Called with each piece that an end sent, after it was counted and before it is forwarded. */
  onPiece(listener: (direction: Direction, piece: Buffer) => void): () => void;
  close(): Promise<void>;
};

export async function startUnrulyProxy(targetPort: number | null = null): Promise<UnrulyProxy> {
  let target = targetPort;
  let weather: Weather | null = null;
  const connections = new Set<UnrulyConnection>();
  const listeners = new Set<(direction: Direction, piece: Buffer) => void>();
  const counts: ProxyCounts = {
    ...{ cut: 0, 'cut-after': 0, 'half-close': 0, stall: 0, vanish: 0, slow: 0, jitter: 0, refuse: 0 },
    ...{ connections: 0, bytes: { up: 0, down: 0 } },
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    counts.connections += 1;
    if (target === null || weather?.kind === 'refuse') {
      if (weather?.kind === 'refuse') counts.refuse += 1;
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const connection = openUnrulyConnection(client, target, {
      passed(direction, piece) {
        counts.bytes[direction] += piece.length;
        for (const listener of listeners) listener(direction, piece);
      },
      closed: () => connections.delete(connection),
    });
    connections.add(connection);
    if (weather) hit(connection, weather);
  });

  function hit(connection: UnrulyConnection, fault: Fault): void {
    counts[fault.kind] += 1;
    connection.strike(fault);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    setTarget(port) {
      target = port;
    },
    strike(fault, isMeant = () => true) {
      const meant = [...connections].filter(isMeant);
      for (const connection of meant) hit(connection, fault);
      return meant.length;
    },
    setWeather(next) {
      weather = next;
    },
    heal() {
      weather = null;
      for (const connection of [...connections]) connection.heal();
    },
    onPiece(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      for (const connection of [...connections]) connection.reset();
      server.close();
      await once(server, 'close');
    },
  };
}
