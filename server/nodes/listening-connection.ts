import pg from 'pg';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import { connectionString } from '../db/postgres/connection-string.ts';
import { createHearingProof } from './hearing-proof.ts';

/** Milliseconds. */
const pauses = { first: 50, longest: 5_000 };
/** How often it is proved that the connection still lives and hears, and how long that may take. */
const proving = { every: 5_000, patience: 5_000 };

const deafness =
  'Nothing that is sent by NOTIFY reaches this server, so it hears of what the others do only by looking, every few seconds. If DATABASE_URL leads to PgBouncer, give it pool_mode = session';

/** A connection that listens to a channel. It is made again whenever it is lost, or hears nothing. */
export type ListeningConnection = {
  /** Null while there is none. */
  current(): pg.Client | null;
  /** Called for one that doesn't work any more. */
  lose(client: pg.Client): void;
  /** A proof of this number was heard. */
  heardProof(proof: number): void;
  close(): Promise<void>;
};

export function openListeningConnection(options: {
  databaseUrl: string;
  /** Its name in PostgreSQL. */
  name: string;
  channel: string;
  timers: Clock;
  log: Logger;
  onPayload(payload: string): void;
  /** From here on nothing is missed. */
  onOpen(isFirst: boolean): void;
  /** Sends the proof of this number by another connection. Without it nothing proves that this one hears. */
  sendProof: ((proof: number) => Promise<unknown>) | undefined;
}): ListeningConnection {
  const { timers, log, sendProof } = options;
  const hearing = createHearingProof({ timers, patience: proving.patience, send: sendProof });
  let client: pg.Client | null = null;
  let isClosed = false;
  let isFirst = true;
  let isDeaf = false;
  let pause = pauses.first;
  let cancel = () => {};

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: connectionString(options.databaseUrl),
      keepAlive: true,
      connectionTimeoutMillis: proving.patience,
      query_timeout: proving.patience,
      application_name: options.name,
    });
    next.on('error', () => lose(next));
    next.on('end', () => lose(next));
    next.on('notification', ({ payload }) => options.onPayload(payload ?? ''));
    try {
      await next.connect();
      await next.query(`listen ${options.channel}`);
    } catch (error) {
      next.end().catch(() => {});
      return retry(error);
    }
    if (isClosed) return void next.end().catch(() => {});
    client = next;
    pause = pauses.first;
    if (sendProof) void prove(next);
    else proveLater(next);
    const wasFirst = isFirst;
    isFirst = false;
    options.onOpen(wasFirst);
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
    hearing.stop();
    lost.end().catch(() => {});
    if (isClosed) return;
    if (!isDeaf) log.warn('The connection for hints between nodes was lost');
    cancel = timers.later(pause, () => void connect());
  }

  function proveLater(asked: pg.Client): void {
    cancel = timers.later(proving.every, () => void prove(asked));
  }

  async function prove(asked: pg.Client): Promise<void> {
    if (client !== asked) return;
    try {
      const isHearing = await hearing.isHearing(asked);
      if (client !== asked) return;
      if (!isHearing && !isDeaf) log.error(deafness);
      isDeaf = !isHearing;
      if (isHearing) return proveLater(asked);
    } catch {
      // It is dead.
    }
    lose(asked);
  }

  void connect();
  return {
    current: () => client,
    lose,
    heardProof: hearing.heard,
    async close() {
      isClosed = true;
      cancel();
      hearing.stop();
      const last = client;
      client = null;
      await last?.end().catch(() => {});
    },
  };
}
