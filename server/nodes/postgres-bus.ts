import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { Bus, BusOptions, HeardHint, Hint } from './bus.ts';
import { openListeningConnection } from './listening-connection.ts';
import { type Message, readMessage } from './read-message.ts';
import { mostHintBytes, sizeOf, splitHint } from './split-hint.ts';

const channel = 'bandmate';

/** How long the last hints may take when the bus closes. */
const closingMilliseconds = 2_000;

/** Has a name, so that PostgreSQL parses it once. */
const notify = { name: 'notify', text: 'select pg_notify($1, $2)' };
const lost = JSON.stringify({ kind: 'lost' } satisfies Hint);

/** More would only be looked up in the database anyway. */
const mostWaiting = 10_000;

/**
 * A bus on LISTEN and NOTIFY, with a connection of its own: inside a transaction NOTIFY would make commits wait for each
 * other. Hints that wait go out in one NOTIFY.
 */
export function createPostgresBus(
  options: BusOptions & {
    databaseUrl: string;
    timers: Clock;
    log: Logger;
    /** Hears how long each message took to PostgreSQL and back, in seconds. */
    onEcho?(seconds: number): void;
    /**
     * Sends a NOTIFY by another connection. Without it nothing proves that this bus hears anything, so leave it out only
     * where nobody listens.
     */
    notify?(channel: string, payload: string): Promise<unknown>;
  },
): Bus {
  const { node, timers, log } = options;
  const listeners: ((heard: HeardHint) => void)[] = [];
  const reconnected: (() => void)[] = [];
  /** Resolves when this node hears for the first time. */
  const opened = Promise.withResolvers<void>();
  /** As texts, ready to be sent. */
  let waiting: string[] = [];
  let sending: Promise<void> | null = null;
  let isClosed = false;
  let hasMisunderstood = false;
  /** Called when nothing is waiting any more. */
  let onSent = () => {};

  const envelope = () => ({ from: node, clock: options.clock(), at: timers.monotonic() });
  const notifyOtherwise = options.notify;
  const connection = openListeningConnection({
    ...{ databaseUrl: options.databaseUrl, name: `bandmate bus ${node}`, channel, timers, log },
    onPayload: hear,
    onOpen(isFirst) {
      // This is the moment to look at what was missed.
      if (isFirst) opened.resolve();
      else lookForLost();
      void send();
    },
    sendProof:
      notifyOtherwise &&
      ((proof) => notifyOtherwise(channel, JSON.stringify({ ...envelope(), hints: [], proof }))),
  });

  function lookForLost(): void {
    for (const listener of reconnected) listener();
  }

  function hear(payload: string): void {
    const message = readMessage(payload);
    if (!message) {
      misunderstood();
      return;
    }
    const { from, clock, at, hints, proof } = message;
    if (from === node) {
      if (proof !== undefined) connection.heardProof(proof);
      else options.onEcho?.((timers.monotonic() - at) / 1000);
      return;
    }
    for (const hint of hints) {
      if (hint.kind === 'lost') lookForLost();
      else for (const listener of listeners) listener({ from, clock, hint });
    }
  }

  /** It may have been a hint that was spoilt on its way. */
  function misunderstood(): void {
    if (!hasMisunderstood)
      log.warn(`Something that is no hint was sent on the database’s channel ${channel}`);
    hasMisunderstood = true;
    lookForLost();
  }

  function send(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function sendAll(): Promise<void> {
    // Lets those join that are published in the same moment.
    await null;
    while (waiting.length > 0) {
      const asked = connection.current();
      if (!asked) break;
      const message = messageOf(envelope(), takeSome(waiting));
      try {
        await asked.query({ ...notify, values: [channel, message] });
      } catch (error) {
        // It may have arrived or not; the others look for themselves.
        waiting.unshift(lost);
        log.warn({ err: error }, 'A hint to the other nodes could not be sent');
        connection.lose(asked);
      }
    }
    if (waiting.length === 0) onSent();
  }

  /** Also waits for the connection, which a program that ends at once may not have yet. */
  async function sendLast(): Promise<void> {
    await send();
    if (waiting.length === 0) return;
    await new Promise<void>((resolve) => {
      onSent = resolve;
    });
  }

  return {
    publish(hint) {
      if (isClosed) return;
      waiting.push(...splitHint(hint));
      if (waiting.length > mostWaiting) waiting = [lost];
      void send();
    },
    onHint: (listener) => void listeners.push(listener),
    onReconnect: (listener) => void reconnected.push(listener),
    onOpen: (listener) => void opened.promise.then(listener),
    async close() {
      if (isClosed) return;
      let cancelLate = () => {};
      const late = new Promise<void>((resolve) => {
        cancelLate = timers.later(closingMilliseconds, resolve);
      });
      await Promise.race([sendLast(), late]);
      isClosed = true;
      cancelLate();
      await connection.close();
    },
  };
}

/** The same as the JSON of the message, from hints that are JSON already. */
function messageOf(envelope: Omit<Message, 'hints' | 'proof'>, hints: readonly string[]): string {
  return `${JSON.stringify(envelope).slice(0, -1)},"hints":[${hints.join(',')}]}`;
}

/** Takes as many hints from the front as fit into one message. */
function takeSome(waiting: string[]): string[] {
  let bytes = 0;
  let count = 0;
  for (const hint of waiting) {
    bytes += sizeOf(hint) + 1;
    if (count > 0 && bytes > mostHintBytes) break;
    count += 1;
  }
  return waiting.splice(0, count);
}
