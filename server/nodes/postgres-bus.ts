import pg from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { Bus, BusOptions, HeardHint, Hint } from './bus.ts';
import { mostHintBytes, sizeOf, splitHint } from './split-hint.ts';

const channel = 'bandmate';

/** Milliseconds. */
const pauses = { first: 50, longest: 5_000 };
/** How often an idle connection is asked whether it still lives, and how long it has to answer. */
const proof = { every: 5_000, patience: 5_000 };
/** How long the last hints may take when the bus closes. */
const closingMilliseconds = 2_000;

/** Has a name, so that PostgreSQL parses it once. */
const notify = { name: 'notify', text: 'select pg_notify($1, $2)' };
const lost = JSON.stringify({ kind: 'lost' } satisfies Hint);

/** More would only be looked up in the database anyway. */
const mostWaiting = 10_000;

/** `at`: the sender's monotonic clock. */
type Message = { from: string; clock: number; at: number; hints: Hint[] };

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
  },
): Bus {
  const { node, timers, log } = options;
  const listeners: ((heard: HeardHint) => void)[] = [];
  const reconnected: (() => void)[] = [];
  /** As texts, ready to be sent. */
  let waiting: string[] = [];
  let client: pg.Client | null = null;
  let sending: Promise<void> | null = null;
  let isClosed = false;
  let pause = pauses.first;
  let isFirst = true;
  let cancel = () => {};
  /** Called when nothing is waiting any more. */
  let onSent = () => {};

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: proof.patience,
      query_timeout: proof.patience,
      application_name: `bandmate bus ${node}`,
    });
    next.on('error', () => lose(next));
    next.on('end', () => lose(next));
    next.on('notification', ({ payload }) => payload && hear(payload));
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
    } catch (error) {
      next.end().catch(() => {});
      return retry(error);
    }
    if (isClosed) return void next.end().catch(() => {});
    client = next;
    pause = pauses.first;
    cancel = timers.later(proof.every, () => void prove(next));
    // From here on nothing is missed, so this is the moment to look at what was.
    if (!isFirst) for (const listener of reconnected) listener();
    isFirst = false;
    void send();
  }

  function retry(error: unknown): void {
    if (isClosed) return;
    log.warn({ err: error }, 'The connection for hints between nodes could not be made; trying again');
    cancel = timers.later(pause, () => void connect());
    pause = Math.min(pauses.longest, pause * 2);
  }

  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = null;
    cancel();
    lost.end().catch(() => {});
    if (isClosed) return;
    log.warn('The connection for hints between nodes was lost');
    cancel = timers.later(pause, () => void connect());
  }

  async function prove(asked: pg.Client): Promise<void> {
    if (client !== asked) return;
    try {
      await asked.query('select 1');
      if (client === asked) cancel = timers.later(proof.every, () => void prove(asked));
    } catch {
      lose(asked);
    }
  }

  function hear(payload: string): void {
    const { from, clock, at, hints } = JSON.parse(payload) as Message;
    if (from === node) options.onEcho?.((timers.monotonic() - at) / 1000);
    if (from === node) return;
    for (const hint of hints) {
      if (hint.kind === 'lost') for (const listener of reconnected) listener();
      else for (const listener of listeners) listener({ from, clock, hint });
    }
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
    while (client && waiting.length > 0) {
      const asked: pg.Client = client;
      const envelope = { from: node, clock: options.clock(), at: timers.monotonic() };
      const message = messageOf(envelope, takeSome(waiting));
      try {
        await asked.query({ ...notify, values: [channel, message] });
      } catch (error) {
        // It may have arrived or not; the others look for themselves.
        waiting.unshift(lost);
        log.warn({ err: error }, 'A hint to the other nodes could not be sent');
        lose(asked);
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

  void connect();
  return {
    publish(hint) {
      if (isClosed) return;
      waiting.push(...splitHint(hint));
      if (waiting.length > mostWaiting) waiting = [lost];
      void send();
    },
    onHint: (listener) => void listeners.push(listener),
    onReconnect: (listener) => void reconnected.push(listener),
    async close() {
      if (isClosed) return;
      let cancelLate = () => {};
      const late = new Promise<void>((resolve) => {
        cancelLate = timers.later(closingMilliseconds, resolve);
      });
      await Promise.race([sendLast(), late]);
      isClosed = true;
      cancelLate();
      cancel();
      const last = client;
      client = null;
      await last?.end().catch(() => {});
    },
  };
}

/** The same as the JSON of the message, from hints that are JSON already. */
function messageOf(envelope: Omit<Message, 'hints'>, hints: readonly string[]): string {
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
