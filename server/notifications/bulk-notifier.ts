import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { Dispatcher } from '../commands/dispatcher.ts';
import type { Database } from '../db/schema.ts';
import type { Nodes } from '../nodes/nodes.ts';
import { notifyPage, readBulkIds } from './bulk-notifications.ts';

/** Notifies the people of large projects after the change, the oldest news first. */
export type BulkNotifier = {
  /** Goes on with what an earlier process, or another node that is gone, has left. */
  catchUp(): void;
  /** Whether a statement is under way. */
  isBusy(): boolean;
  /** How many rows of news are pending for any node, as this one last read. */
  waiting(): number;
  /** Ends after the page that is being written. The next start goes on. */
  close(): Promise<void>;
};

/** So many people are one change, between which commands have their turns. */
const peopleOfPage = 100;
const retryMilliseconds = 10_000;

export function createBulkNotifier(parts: {
  db: Kysely<Database>;
  dispatcher: Pick<Dispatcher, 'record' | 'onCommitted'>;
  /** Of several nodes one works on a row. */
  nodes: Pick<Nodes, 'once' | 'onLapse'>;
  clock: Clock;
  log: Logger;
  pageSize?: number;
  /** Awaited between two pages. */
  rest?: () => Promise<unknown>;
  writePage?: typeof notifyPage;
}): BulkNotifier {
  const { db, dispatcher, nodes, clock, log } = parts;
  const { pageSize = peopleOfPage, rest = () => setImmediate(), writePage = notifyPage } = parts;
  let running: Promise<void> | null = null;
  let isAsked = false;
  let isClosed = false;
  let isResting = false;
  let left = 0;
  let cancelRetry = () => {};

  async function work(): Promise<void> {
    try {
      while (isAsked && !isClosed) {
        isAsked = false;
        const ids = await readBulkIds(db);
        left = ids.length;
        for (const id of ids) {
          if (isClosed) return;
          await nodes.once(`notify ${id}`, () => notifyAll(id));
          left -= 1;
        }
      }
    } catch (error) {
      log.error({ err: error }, 'Many people could not be notified; this is tried again');
      cancelRetry();
      if (!isClosed) cancelRetry = clock.later(retryMilliseconds, catchUp);
    }
  }

  async function notifyAll(id: string): Promise<void> {
    for (let isDone = false; !isDone && !isClosed; ) {
      await dispatcher.record(async (context) => {
        const page = await writePage(context, id, pageSize);
        isDone = page.isDone;
        return page.events;
      });
      if (isDone) return;
      isResting = true;
      await rest();
      isResting = false;
    }
  }

  function catchUp(): void {
    isAsked = true;
    if (isClosed) return;
    running ??= work().finally(() => {
      running = null;
      // Something may have been asked for while it was ending.
      if (isAsked) catchUp();
    });
  }

  dispatcher.onCommitted(({ isPending }) => {
    if (isPending) catchUp();
  });
  // The other node may have left some of its work.
  nodes.onLapse(catchUp);
  return {
    catchUp,
    isBusy: () => running !== null && !isResting,
    waiting: () => left,
    async close() {
      isClosed = true;
      cancelRetry();
      await running;
    },
  };
}
