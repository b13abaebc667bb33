import { type Clock, systemClock } from '../../common/clock.ts';
import type { ConnectionState } from '../../protocol/ipc/connection.ts';
import { type BackoffBounds, defaultBackoff, fullJitter } from '../common/backoff.ts';
import { createListeners } from '../common/listeners.ts';
import type { Log } from '../common/log.ts';
import type { Connectivity } from './connectivity.ts';
import { socketTransport } from './socket-transport.ts';
import type { CreateTransport } from './transport.ts';

export type ConnectionDependencies = {
  serverUrl: string;
  /** The headers that authenticate a handshake, read anew at each attempt. */
  authenticationHeaders(): Record<string, string>;
  log: Log;
  backoff?: BackoffBounds;
  random?: () => number;
  clock?: Clock;
  /** Socket.IO's, unless others are given. */
  createTransport?: CreateTransport;
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
  /** Hangs up a line that is open, and opens another after a jittered moment. */
  reconnect(reason: string): void;
  /** The machine goes to sleep: hang up. `resume` connects after a jittered moment, so a band doesn't wake as one. */
  suspend(): void;
  resume(): void;
  /**
   * This machine has another network, or none, or one again: try soon what is waited for, and look whether a line that
   * was open still is; one that is dead may not know it for half a minute.
   */
  networkChanged(): void;
  /** HTTP found that the server doesn't know the session: no use in trying on. */
  markUnauthorised(reason: string): void;
  /** HTTP reached the server: try now rather than at the end of a long wait, but not for each of many requests. */
  markAnswered(): void;
  /**
   * Why HTTP doesn't come through (a sign-in page of the network, a name that can't be found): it tells a person more
   * than a socket can, and is said in the place of its words until the server is reached.
   */
  explain(reason: string): void;
  /** Emits and waits for the acknowledgement. Rejects when not connected, on a lost connection and after 10 s. */
  request(event: string, body: unknown): Promise<unknown>;
  /** Emits if connected and does nothing else: for what a disconnect does anyway, such as leaving a room. */
  tell(event: string, body: unknown): void;
  onEvent(listener: (event: { name: string; args: unknown[] }) => void): () => void;
};

const acknowledgementMilliseconds = 10_000;
/** How long a line that may be dead has to answer. */
const proofMilliseconds = 5_000;
/** From the beginning of an attempt to the server's greeting. */
const greetingMilliseconds = 20_000;
/** A line that stood for less than this counts as one that the server, or something before it, did not let stand. */
const steadyMilliseconds = 5_000;
/** How often the wait doubles after one such line upon another: up to 8 s, since a network may come and go like that. */
const mostDoublings = 3;
/** Where HTTP comes through and sockets don't, requests hurry an attempt no more often than this. */
const hurryMilliseconds = 5_000;

export function createConnection(dependencies: ConnectionDependencies): Connection {
  const { serverUrl, authenticationHeaders, log, random = Math.random } = dependencies;
  const { backoff = defaultBackoff, clock = systemClock, createTransport = socketTransport() } = dependencies;
  const stateListeners = createListeners<ConnectionState>();
  const eventListeners = createListeners<{ name: string; args: unknown[] }>();
  let state: ConnectionState = { kind: 'offline', since: clock.now(), reason: 'Not started.', retryAt: null };
  let failures = 0;
  let cancelTimer = () => {};
  let hurriedAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;
  /** Tells lines apart. */
  let openings = 0;
  let openedAt = 0;
  /** Lines in a row that did not stand. */
  let briefLines = 0;
  /** The server hung up by itself: if it now refuses us, the session was ended while we were connected. */
  let wasHungUp = false;
  let explanation: string | null = null;

  function setState(next: ConnectionState): void {
    if (next.kind !== state.kind) log.info({ from: state.kind, to: next.kind }, 'Connection');
    state = next;
    stateListeners.notify(next);
  }

  function connect(): void {
    if (isStopped) return;
    cancelTimer();
    setState({ kind: 'connecting', since: clock.now(), attempt: failures + 1 });
    // Socket.IO limits the opening of the transport only, not the wait for the server's greeting.
    cancelTimer = clock.later(greetingMilliseconds, () => {
      hangUp();
      fail('no greeting');
    });
    line.open(authenticationHeaders());
  }

  /** `cause` is Socket.IO's own word for it, such as `xhr poll error`: for the log, since it tells a person nothing. */
  function fail(cause: string, sentence = `${serverUrl} can't be reached.`): void {
    log.info({ cause }, 'An attempt to connect failed');
    // It hung up because it was going away, not because of this session.
    wasHungUp = false;
    connectAfter(fullJitter(failures, backoff, random), explanation ?? sentence);
    failures += 1;
  }

  function connectAfter(milliseconds: number, reason: string): void {
    cancelTimer();
    cancelTimer = clock.later(milliseconds, connect);
    setState({ kind: 'offline', since: clock.now(), reason, retryAt: clock.now() + milliseconds });
  }

  function hangUp(): void {
    cancelTimer();
    line.close();
  }

  /** After a line that was open. */
  function connectAgain(reason: string): void {
    const isBrief = clock.monotonic() - openedAt < steadyMilliseconds;
    const doublings = isBrief ? briefLines : 0;
    briefLines = isBrief ? Math.min(briefLines + 1, mostDoublings) : 0;
    connectAfter(fullJitter(doublings, backoff, random), reason);
  }

  function reconnect(reason: string): void {
    hangUp();
    connectAgain(reason);
  }

  const showTransport = (transport: 'websocket' | 'polling') =>
    setState({ kind: 'online', since: clock.now(), transport });

  const line = createTransport(serverUrl, {
    opened(transport) {
      cancelTimer();
      failures = 0;
      openings += 1;
      openedAt = clock.monotonic();
      explanation = null;
      wasHungUp = false;
      showTransport(transport);
    },
    kindChanged: showTransport,
    refused(reason) {
      cancelTimer();
      const kind = wasHungUp ? 'revoked' : 'unauthorised';
      wasHungUp = false;
      setState({ kind, since: clock.now(), reason });
    },
    failed: (cause, sentence) => fail(cause, sentence ?? undefined),
    lost(isByServer) {
      wasHungUp = isByServer;
      connectAgain('The connection to the server was lost.');
    },
    event: (name, args) => eventListeners.notify({ name, args }),
  });

  return {
    current: () => state,
    subscribe: stateListeners.add,
    start: connect,
    stop() {
      isStopped = true;
      cancelTimer();
      line.dispose();
    },
    retryNow() {
      if (state.kind === 'online' || state.kind === 'connecting') return;
      failures = 0;
      connect();
    },
    reconnect(reason) {
      if (state.kind === 'online') reconnect(reason);
    },
    suspend() {
      hangUp();
      setState({ kind: 'offline', since: clock.now(), reason: 'This machine is asleep.', retryAt: null });
    },
    resume() {
      if (state.kind === 'unauthorised' || state.kind === 'revoked') return;
      // A line that was up before the sleep may be dead without knowing it.
      hangUp();
      connectAfter(random() * 2_000, 'This machine just woke up.');
    },
    networkChanged() {
      explanation = null;
      if (state.kind === 'connecting' || (state.kind === 'offline' && state.retryAt !== null)) {
        failures = 0;
        // An attempt on the network of before would wait out its time.
        hangUp();
        connectAfter(random() * 1_000, 'This machine’s network has changed.');
      }
      if (state.kind !== 'online') return;
      const asked = openings;
      // Leaving a room that there isn't is answered like any other.
      line.request('leave:project', { projectId: 'none' }, proofMilliseconds).catch((error: unknown) => {
        if (isStopped || state.kind !== 'online' || asked !== openings) return;
        log.info({ error: String(error) }, 'The line did not outlive the network it was on');
        reconnect('The connection to the server was lost.');
      });
    },
    markUnauthorised(reason) {
      if (state.kind === 'unauthorised' || state.kind === 'revoked') return;
      hangUp();
      setState({ kind: 'unauthorised', since: clock.now(), reason });
    },
    markAnswered() {
      if (state.kind !== 'offline' || state.retryAt === null) return;
      if (clock.monotonic() - hurriedAt < hurryMilliseconds) return;
      hurriedAt = clock.monotonic();
      connect();
    },
    explain(reason) {
      if (state.kind !== 'offline' && state.kind !== 'connecting') return;
      explanation = reason;
      const isWaiting = state.kind === 'offline' && state.retryAt !== null;
      if (isWaiting && state.kind === 'offline' && state.reason !== reason) setState({ ...state, reason });
    },
    request(event, body) {
      if (!line.isOpen()) return Promise.reject(new Error('Not connected.'));
      return line.request(event, body, acknowledgementMilliseconds);
    },
    tell(event, body) {
      if (line.isOpen()) line.tell(event, body);
    },
    onEvent: eventListeners.add,
  };
}
