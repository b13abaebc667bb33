import type { Server } from 'socket.io';
import type { Environment } from '../../common/environment.ts';

const batchMilliseconds = 250;

/**
 * Closes all connections in batches, spread at random over about that time, so that the other nodes aren't asked by
 * everybody at once. Only the connection is closed: a client that is told to disconnect would not come back.
 */
export async function letSocketsGo(
  io: Server,
  milliseconds: number,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
): Promise<void> {
  const batches = Math.max(1, Math.round(milliseconds / batchMilliseconds));
  for (let left = batches; left > 0; left--) {
    const sockets = [...io.of('/').sockets.values()];
    for (const socket of sockets.slice(0, Math.ceil(sockets.length / left))) socket.conn.close();
    if (sockets.length === 0) return;
    // Less than the mean, so that all are gone within the time.
    const pause = (milliseconds / batches) * (0.4 + random() * 0.5);
    await new Promise<void>((resolve) => clock.later(pause, resolve));
  }
}
