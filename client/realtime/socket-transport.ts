import { io, type Socket } from 'socket.io-client';
import type { CreateTransport, TransportKind } from './transport.ts';

const connectMilliseconds = 10_000;

/**
 * Socket.IO by WebSocket, or by long polling where a network blocks WebSockets. `withCredentials`: a browser holds the
 * cookie and sends it with the handshake.
 */
export function socketTransport({
  transports = ['websocket', 'polling'],
  withCredentials = false,
}: {
  transports?: TransportKind[];
  withCredentials?: boolean;
} = {}): CreateTransport {
  return (serverUrl, events) => {
    const socket: Socket = io(serverUrl, {
      autoConnect: false,
      forceNew: true,
      reconnection: false,
      timeout: connectMilliseconds,
      transports,
      withCredentials,
      tryAllTransports: true,
    });
    const kind = (): TransportKind =>
      socket.io.engine.transport.name === 'websocket' ? 'websocket' : 'polling';

    socket.on('connect', () => {
      events.opened(kind());
      socket.io.engine.once('upgrade', () => events.kindChanged(kind()));
    });
    socket.on('connect_error', (error: Error & { data?: { kind?: string } }) => {
      const isRefused = !socket.active && (error.data?.kind ?? 'unauthorised') === 'unauthorised';
      if (isRefused) events.refused(error.message);
      // An error with a kind is our server's own sentence. Without one it is Socket.IO's, such as `xhr poll error`.
      else events.failed(error.message, error.data?.kind === undefined ? null : error.message);
    });
    socket.on('disconnect', (reason) => {
      if (reason !== 'io client disconnect') events.lost(reason === 'io server disconnect');
    });
    socket.onAny((name: string, ...args: unknown[]) => events.event(name, args));

    let stopWatching = () => {};
    /**
     * Socket.IO doesn't treat a WebSocket that closes between its handshake and the first packet as an error: it waits
     * for that packet until the timeout.
     */
    function watchOpening(): void {
      const { engine } = socket.io;
      const closed = (reason: string) => {
        close();
        events.failed(reason, null);
      };
      stopWatching = () => void engine.off('close', closed);
      engine.once('close', closed).once('open', stopWatching).once('error', stopWatching);
    }

    /** Also closes the manager, so that a socket that is still connecting emits nothing more. */
    function close(): void {
      stopWatching();
      socket.disconnect();
    }

    return {
      open(headers) {
        socket.io.opts.extraHeaders = headers;
        socket.connect();
        watchOpening();
      },
      close,
      isOpen: () => socket.connected,
      request: (event, body, milliseconds) => socket.timeout(milliseconds).emitWithAck(event, body),
      send: (event, body) => void socket.emit(event, body),
      dispose() {
        close();
        socket.removeAllListeners();
        socket.offAny();
      },
    };
  };
}
