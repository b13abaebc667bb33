import { io, type Socket } from 'socket.io-client';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import { type BackoffBounds, defaultBackoff, fullJitter } from '../common/backoff.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from './connectivity.ts';

export type ConnectionDependencies = {
  serverUrl: string;
  /** The headers that authenticate a handshake, read anew at each attempt. */
  authenticationHeaders(): Record<string, string>;
  log: Log;
  backoff?: BackoffBounds;
  random?: () => number;
  transports?: ('websocket' | 'polling')[];
};

/**
 * One socket and its state. It never gives up while it is offline, never tries on while the server refuses the
 * session, and never lets Socket.IO buffer anything: `request` fails unless connected.
 */
export type Connection = Connectivity & {
  start(): void;
  /** Ends the socket and every timer; the state stays as it was. */
  stop(): void;
  /** Now instead of after the wait; also asks again after a refusal. */
  retryNow(): void;
  /** The machine goes to sleep: hang up. `resume` connects after a jittered moment, so a band doesn't wake as one. */
  suspend(): void;
  resume(): void;
  /** HTTP found that the server doesn't know the session: no use in trying on. */
  markUnauthorised(reason: string): void;
  /** HTTP reached the server: try now rather than at the end of a long wait, but not for each of many requests. */
  markAnswered(): void;
  /** Emits and waits for the acknowledgement. Rejects when not connected, on a lost connection and after 10 s. */
  request(event: string, body: unknown): Promise<unknown>;
  /** Emits if connected and does nothing else: for what a disconnect does anyway, such as leaving a room. */
  tell(event: string, body: unknown): void;
  onEvent(listener: (event: { name: string; args: unknown[] }) => void): () => void;
};

const acknowledgementMilliseconds = 10_000;
const connectMilliseconds = 10_000;
/** Where HTTP comes through and sockets don't, requests hurry an attempt no more often than this. */
const hurryMilliseconds = 5_000;

export function createConnection(dependencies: ConnectionDependencies): Connection {
  const { serverUrl, authenticationHeaders, log, random = Math.random } = dependencies;
  const backoff = dependencies.backoff ?? defaultBackoff;
  const stateListeners = createListeners<ConnectionState>();
  const eventListeners = createListeners<{ name: string; args: unknown[] }>();
  let state: ConnectionState = { kind: 'offline', since: Date.now(), reason: 'Not started.', retryAt: null };
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hurriedAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;
  /** The server hung up by itself: if it now refuses us, the session was ended while we were connected. */
  let wasHungUp = false;

  const socket: Socket = io(serverUrl, {
    autoConnect: false,
    forceNew: true,
    reconnection: false,
    timeout: connectMilliseconds,
    transports: dependencies.transports ?? ['websocket', 'polling'],
    tryAllTransports: true,
  });

  function setState(next: ConnectionState): void {
    if (next.kind !== state.kind) log.info({ from: state.kind, to: next.kind }, 'Connection');
    state = next;
    stateListeners.notify(next);
  }

  function connect(): void {
    if (isStopped) return;
    clearTimeout(timer);
    socket.io.opts.extraHeaders = authenticationHeaders();
    setState({ kind: 'connecting', since: Date.now(), attempt: failures + 1 });
    // Socket.IO limits the opening of the transport only, not the wait for the server's greeting.
    timer = setTimeout(() => {
      hangUp();
      fail('no greeting');
    }, 2 * connectMilliseconds);
    socket.connect();
  }

  /** `cause` is Socket.IO's own word for it, such as `xhr poll error`: for the log, since it tells a person nothing. */
  function fail(cause: string, sentence = `${serverUrl} can't be reached.`): void {
    log.info({ cause }, 'An attempt to connect failed');
    // It hung up because it was going away, not because of this session.
    wasHungUp = false;
    connectAfter(fullJitter(failures, backoff, random), sentence);
    failures += 1;
  }

  function connectAfter(milliseconds: number, reason: string): void {
    clearTimeout(timer);
    timer = setTimeout(connect, milliseconds);
    setState({ kind: 'offline', since: Date.now(), reason, retryAt: Date.now() + milliseconds });
  }

  function hangUp(): void {
    clearTimeout(timer);
    // Closes the manager too, so that a socket still on its way emits nothing more.
    socket.disconnect();
  }

  function showTransport(): void {
    const transport = socket.io.engine.transport.name === 'websocket' ? 'websocket' : 'polling';
    setState({ kind: 'online', since: Date.now(), transport });
  }

  socket.on('connect', () => {
    clearTimeout(timer);
    failures = 0;
    wasHungUp = false;
    showTransport();
    socket.io.engine.once('upgrade', showTransport);
  });
  socket.on('connect_error', (error: Error & { data?: { kind?: string } }) => {
    const isRefused = !socket.active && (error.data?.kind ?? 'unauthorised') === 'unauthorised';
    if (isRefused) {
      clearTimeout(timer);
      const kind = wasHungUp ? 'revoked' : 'unauthorised';
      wasHungUp = false;
      setState({ kind, since: Date.now(), reason: error.message });
      return;
    }
    // What has a kind is our server's own sentence.
    fail(error.message, error.data?.kind === undefined ? undefined : error.message);
  });
  socket.on('disconnect', (reason) => {
    if (reason === 'io client disconnect') return;
    wasHungUp = reason === 'io server disconnect';
    connectAfter(fullJitter(0, backoff, random), 'The connection to the server was lost.');
  });
  socket.onAny((name: string, ...args: unknown[]) => eventListeners.notify({ name, args }));

  return {
    current: () => state,
    subscribe: stateListeners.add,
    start: connect,
    stop() {
      isStopped = true;
      hangUp();
      socket.removeAllListeners();
      socket.offAny();
    },
    retryNow() {
      if (state.kind === 'online' || state.kind === 'connecting') return;
      failures = 0;
      connect();
    },
    suspend() {
      hangUp();
      setState({ kind: 'offline', since: Date.now(), reason: 'This machine is asleep.', retryAt: null });
    },
    resume() {
      if (state.kind === 'unauthorised' || state.kind === 'revoked') return;
      // A line that was up before the sleep may be dead without knowing it.
      hangUp();
      connectAfter(random() * 2_000, 'This machine just woke up.');
    },
    markUnauthorised(reason) {
      if (state.kind === 'unauthorised' || state.kind === 'revoked') return;
      hangUp();
      setState({ kind: 'unauthorised', since: Date.now(), reason });
    },
    markAnswered() {
      if (state.kind !== 'offline' || state.retryAt === null) return;
      if (performance.now() - hurriedAt < hurryMilliseconds) return;
      hurriedAt = performance.now();
      connect();
    },
    request(event, body) {
      if (!socket.connected) return Promise.reject(new Error('Not connected.'));
      return socket.timeout(acknowledgementMilliseconds).emitWithAck(event, body);
    },
    tell(event, body) {
      if (socket.connected) socket.emit(event, body);
    },
    onEvent: eventListeners.add,
  };
}
