import type { Server, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';

/**
 * The end of an HTTP server behind a balancer, which keeps connections open for its next requests. A connection that the
 * server closes may have one on its way, and a balancer that sent a change over it can't send that to another server,
 * because it may have been applied. So only the balancer closes what may bring a request.
 */
export type Leaving = {
  /**
   * Takes no more connections, and closes none. Each one that is open may bring one more request: its answer says that it
   * is the last. One that brings nothing is closed by the balancer, or after `keepAliveTimeout`.
   */
  leave(): Promise<void>;
  /** Resolves once no connection is left. */
  gone(): Promise<void>;
  /** After so long, nothing comes over a connection that was open when the server left. */
  patienceMilliseconds: number;
};

/** Call it after Socket.IO is attached, so that it covers long-polling too. */
export function createLeaving(httpServer: Server): Leaving {
  const { keepAliveTimeout, keepAliveTimeoutBuffer = 0 } = httpServer;
  const gone = Promise.withResolvers<void>();
  const answering = new Set<ServerResponse>();
  let isLeaving = false;

  httpServer.prependListener('request', (_request, response: ServerResponse) => {
    if (isLeaving) response.shouldKeepAlive = false;
    else answering.add(response);
    response.once('close', () => answering.delete(response));
  });

  return {
    async leave() {
      httpServer.once('close', gone.resolve);
      // Node's `close` calls it, so would a later one.
      httpServer.closeIdleConnections = () => {};
      // The system resets connections that it has made and Node has not taken yet. There are the fewest right after Node
      // has looked.
      await setImmediate();
      httpServer.close();
      // Not before: the balancer would make new connections.
      isLeaving = true;
      for (const response of answering) response.shouldKeepAlive = false;
    },
    gone: () => gone.promise,
    patienceMilliseconds: keepAliveTimeout + keepAliveTimeoutBuffer,
  };
}
