import { io, type Socket } from 'socket.io-client';
import type { CreateTransport } from './transport.ts';

const connectMilliseconds = 10_000;

/**
 * Lines of Socket.IO. By WebSocket, or by long-polling where a network lets nothing else through. `withCredentials`: it
 * is the browser that holds the cookie and sends it with the handshake.
 */
export function socketTransport({
  transports = ['websocket', 'polling'],
  withCredentials = false,
}: {
  transports?: ('websocket' | 'polling')[];
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
    const transport = () =>
      socket.io.engine.transport.name === 'websocket' ? ('websocket' as const) : ('polling' as const);

    socket.on('connect', () => {
      events.opened(transport());
      socket.io.engine.once('upgrade', () => events.kindChanged(transport()));
    });
    socket.on('connect_error', (error: Error & { data?: { kind?: string } }) => {
      const isRefused = !socket.active && (error.data?.kind ?? 'unauthorised') === 'unauthorised';
      if (isRefused) events.refused(error.message);
      // What has a kind is our server's own sentence. What has none is Socket.IO's own word, such as `xhr poll error`.
      else events.failed(error.message, error.data?.kind === undefined ? null : error.message);
    });
    socket.on('disconnect', (reason) => {
      if (reason !== 'io client disconnect') events.lost(reason === 'io server disconnect');
    });
    socket.onAny((name: string, ...args: unknown[]) => events.event(name, args));

    let stopWatching = () => {};
    /**
     * A WebSocket that closes between its handshake and the first packet is no error to Socket.IO, which goes on waiting
     * for that packet until its time is over.
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

    /** Closes the manager too, so that a socket still on its way emits nothing more. */
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
      tell: (event, body) => void socket.emit(event, body),
      dispose() {
        close();
        socket.removeAllListeners();
        socket.offAny();
      },
    };
  };
}
