import type { Environment } from '../../common/environment.ts';
import type { ConnectionState, NeedsUpdate } from '../../protocol/ipc/connection.ts';
import { protocolHeader, protocolVersion } from '../../protocol/wire/version.ts';
import { type BackoffBounds, defaultBackoff } from '../common/backoff.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import { clientText } from '../text.ts';
import type { Connectivity } from './connectivity.ts';
import { createReconnectDelays } from './reconnect-delays.ts';
import { socketTransport } from './socket-transport.ts';
import type { CreateTransport, Transport, TransportKind } from './transport.ts';

export type DialerDependencies = Pick<Environment, 'clock' | 'random'> & {
  serverUrl: string;
  /** The headers that authenticate a handshake, read at each attempt. */
  authenticationHeaders(): Record<string, string>;
  log: Log;
  backoff?: BackoffBounds;
  createTransport?: CreateTransport;
};

/** `needsUpdate`: the server was reached, but this side is too old for the other one. */
export type Explanation = { reason: string; needsUpdate?: NeedsUpdate };

/**
 * Opens one transport at a time, keeps its state, and keeps trying while the server can't be reached. It stops trying
 * when the server rejects the session.
 */
export type Dialer = Connectivity & {
  connect(): void;
  /** Shows `reason` until it tries again in that many milliseconds. */
  connectAfter(milliseconds: number, reason: string): void;
  /** Closes the transport and stays in this state. */
  rest(state: ConnectionState): void;
  /** The server rejects the session: closes the transport and tries no more. */
  reject(reason: string): void;
  /** Closes an open transport and opens another after a jittered delay. */
  reconnect(reason: string): void;
  hangUp(): void;
  resetFailures(): void;
  /** Why there is no connection, as HTTP found it; null when it is no longer true. Cleared when connected. */
  explain(explanation: Explanation | null): void;
  transport: Pick<Transport, 'isOpen' | 'request' | 'send'>;
  /** Increases with each transport that is opened. */
  generation(): number;
  onEvent(listener: (event: { name: string; args: unknown[] }) => void): () => void;
  /** Ends the transport and every timer; the state stays as it is. */
  stop(): void;
};

/** From the start of an attempt to the server's greeting. */
const greetingMilliseconds = 20_000;

export function createDialer(dependencies: DialerDependencies): Dialer {
  const { serverUrl, authenticationHeaders, log, clock, random } = dependencies;
  const { backoff = defaultBackoff, createTransport = socketTransport() } = dependencies;
  const delays = createReconnectDelays({ backoff, clock, random });
  const stateListeners = createListeners<ConnectionState>();
  const eventListeners = createListeners<{ name: string; args: unknown[] }>();
  let state: ConnectionState = {
    kind: 'offline',
    since: clock.now(),
    reason: clientText.notStarted,
    retryAt: null,
  };
  let cancelTimer = () => {};
  let isStopped = false;
  let generation = 0;
  /** The server disconnected: if it now rejects us, the session was ended while we were connected. HTTP may hear first. */
  let wasHungUp = false;
  let explanation: Explanation | null = null;

  const misfit = () => explanation?.needsUpdate && { needsUpdate: explanation.needsUpdate };

  function setState(next: ConnectionState): void {
    if (next.kind !== state.kind) log.info({ from: state.kind, to: next.kind }, 'Connection');
    state = next;
    stateListeners.notify(next);
  }

  const setOnline = (transport: TransportKind) => setState({ kind: 'online', since: clock.now(), transport });

  const transport = createTransport(serverUrl, {
    opened(kind) {
      cancelTimer();
      delays.opened();
      generation += 1;
      explanation = null;
      wasHungUp = false;
      setOnline(kind);
    },
    kindChanged: setOnline,
    refused: reject,
    failed: (cause, sentence) => fail(cause, sentence ?? clientText.unreachable(serverUrl)),
    lost(isByServer) {
      wasHungUp = isByServer;
      connectAfter(delays.afterLoss(), clientText.connectionLost);
    },
    event: (name, args) => eventListeners.notify({ name, args }),
  });

  function connect(): void {
    if (isStopped) return;
    cancelTimer();
    setState({ kind: 'connecting', since: clock.now(), attempt: delays.failures() + 1, ...misfit() });
    // Socket.IO limits the time to open the socket, but not the wait for the server's greeting.
    cancelTimer = clock.later(greetingMilliseconds, () => {
      hangUp();
      fail('no greeting', clientText.unreachable(serverUrl));
    });
    transport.open({ ...authenticationHeaders(), [protocolHeader]: String(protocolVersion) });
  }

  /** `cause` is only logged: Socket.IO's own words, such as `xhr poll error`, mean nothing to a person. */
  function fail(cause: string, sentence: string): void {
    log.info({ cause }, 'An attempt to connect failed');
    // The server disconnected because it was going away, not because of this session.
    wasHungUp = false;
    connectAfter(delays.afterFailure(), explanation?.reason ?? sentence);
  }

  function connectAfter(milliseconds: number, reason: string): void {
    cancelTimer();
    cancelTimer = clock.later(milliseconds, connect);
    setState({
      kind: 'offline',
      since: clock.now(),
      reason,
      retryAt: clock.now() + milliseconds,
      ...misfit(),
    });
  }

  function hangUp(): void {
    cancelTimer();
    transport.close();
  }

  function reject(reason: string): void {
    const wasConnected = wasHungUp || state.kind === 'online';
    wasHungUp = false;
    hangUp();
    setState({ kind: wasConnected ? 'revoked' : 'unauthorised', since: clock.now(), reason });
  }

  return {
    current: () => state,
    subscribe: stateListeners.add,
    ...{ connect, connectAfter, hangUp, reject, transport },
    rest(next) {
      hangUp();
      setState(next);
    },
    reconnect(reason) {
      hangUp();
      connectAfter(delays.afterLoss(), reason);
    },
    resetFailures: delays.reset,
    explain(next) {
      explanation = next;
      if (next === null || state.kind !== 'offline' || state.retryAt === null) return;
      const { kind, since, retryAt } = state;
      if (state.reason !== next.reason) setState({ kind, since, retryAt, ...next });
    },
    generation: () => generation,
    onEvent: eventListeners.add,
    stop() {
      isStopped = true;
      cancelTimer();
      transport.dispose();
    },
  };
}
