import { type NeedsUpdate, neededUpdate } from '../../protocol/ipc/connection.ts';
import { clientText } from '../text.ts';
import type { Connectivity } from './connectivity.ts';
import { createDialer, type DialerDependencies } from './dialer.ts';

export type ConnectionDependencies = DialerDependencies;

/** The connection to one server: its state, and everything that makes it try sooner, later or not at all. */
export type Connection = Connectivity & {
  start(): void;
  /** Ends the socket and every timer; the state stays as it is. */
  stop(): void;
  /** Connects now instead of after the wait. Also tries again after the session was rejected. */
  retryNow(): void;
  /** Closes an open socket and opens another after a jittered delay. */
  reconnect(reason: string): void;
  /** The computer goes to sleep. `resume` connects after a jittered delay, so that a band doesn't reconnect at once. */
  suspend(): void;
  resume(): void;
  /**
   * This computer has joined, left or changed a network. Retries soon if it was waiting, and checks that an open socket
   * still works: a dead one may take half a minute to notice.
   */
  networkChanged(): void;
  /** HTTP found that the server rejects the session: stop trying. */
  markUnauthorised(reason: string): void;
  /** HTTP reached the server: try now instead of at the end of a long wait, but not for each of many requests. */
  markReachable(): void;
  /**
   * Why HTTP can't reach the server (a captive portal, a name that doesn't resolve). This is more useful to a person than a
   * socket error can, so it is shown as the reason until the server is reached.
   */
  reportUnreachable(reason: string): void;
  /** App and server are too many versions apart, as HTTP found. Ends an open socket, and tries rarely from then on. */
  reportMisfit(reason: string, needsUpdate: NeedsUpdate): void;
  /** Emits and waits for the acknowledgement. Rejects when offline, when the socket is lost, and after 10 s. */
  request(event: string, body: unknown): Promise<unknown>;
  /** Emits if connected, else does nothing: for what a disconnect does anyway, such as leaving a room. */
  send(event: string, body: unknown): void;
  onEvent(listener: (event: { name: string; args: unknown[] }) => void): () => void;
};

const acknowledgementMilliseconds = 10_000;
/** How long a socket that may be dead has to answer. */
const proofMilliseconds = 5_000;
/** Somebody has to update app or server first. */
const misfitMilliseconds = 5 * 60_000;
/** Where HTTP works and sockets don't, HTTP requests trigger an attempt no more often than this. */
const hurryMilliseconds = 5_000;

export function createConnection(dependencies: ConnectionDependencies): Connection {
  const { log, clock, random } = dependencies;
  const dialer = createDialer(dependencies);
  const { transport } = dialer;
  let hurriedAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;

  /** A server that doesn't know `hello` can't prove anything: the new socket costs little. */
  async function proveAlive(): Promise<void> {
    const generation = dialer.generation();
    try {
      await transport.request('hello', {}, proofMilliseconds);
    } catch (error) {
      if (isStopped || dialer.current().kind !== 'online' || generation !== dialer.generation()) return;
      log.info({ error: String(error) }, 'The socket did not survive the change of network');
      dialer.reconnect(clientText.connectionLost);
    }
  }

  return {
    current: dialer.current,
    subscribe: dialer.subscribe,
    start: dialer.connect,
    stop() {
      isStopped = true;
      dialer.stop();
    },
    retryNow() {
      const { kind } = dialer.current();
      if (kind === 'online' || kind === 'connecting') return;
      dialer.resetFailures();
      dialer.connect();
    },
    reconnect(reason) {
      if (dialer.current().kind === 'online') dialer.reconnect(reason);
    },
    suspend: () =>
      dialer.rest({ kind: 'offline', since: clock.now(), reason: clientText.asleep, retryAt: null }),
    resume() {
      const { kind } = dialer.current();
      if (kind === 'unauthorised' || kind === 'revoked') return;
      // A socket that was open before the sleep may be dead without knowing it.
      dialer.hangUp();
      dialer.connectAfter(random() * 2_000, clientText.justWokeUp);
    },
    networkChanged() {
      const state = dialer.current();
      // Another network doesn't change which versions app and server have.
      if (neededUpdate(state) === null) dialer.explain(null);
      if (state.kind === 'connecting' || (state.kind === 'offline' && state.retryAt !== null)) {
        dialer.resetFailures();
        // An attempt on the previous network would only time out.
        dialer.hangUp();
        dialer.connectAfter(random() * 1_000, clientText.networkChanged);
      } else if (state.kind === 'online') void proveAlive();
    },
    markUnauthorised(reason) {
      const { kind } = dialer.current();
      if (kind === 'unauthorised' || kind === 'revoked') return;
      dialer.reject(reason);
    },
    markReachable() {
      const state = dialer.current();
      if (state.kind !== 'offline' || state.retryAt === null) return;
      if (clock.monotonic() - hurriedAt < hurryMilliseconds) return;
      hurriedAt = clock.monotonic();
      dialer.connect();
    },
    reportUnreachable(reason) {
      const { kind } = dialer.current();
      if (kind === 'offline' || kind === 'connecting') dialer.explain({ reason });
    },
    reportMisfit(reason, needsUpdate) {
      const { kind } = dialer.current();
      dialer.explain({ reason, needsUpdate });
      if (kind !== 'online' && kind !== 'connecting') return;
      dialer.hangUp();
      dialer.connectAfter(misfitMilliseconds, reason);
    },
    request(event, body) {
      if (!transport.isOpen()) return Promise.reject(new Error('Not connected.'));
      return transport.request(event, body, acknowledgementMilliseconds);
    },
    send(event, body) {
      if (transport.isOpen()) transport.send(event, body);
    },
    onEvent: dialer.onEvent,
  };
}
