import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import { createSerialQueue } from '../../common/serial-queue.ts';
import { chunksOf } from '../db/chunks.ts';
import type { Database } from '../db/schema.ts';
import type { PresenceChange } from '../realtime/attendance.ts';
import type { Roster } from '../realtime/roster.ts';
import type { Sharing } from './sharing.ts';

const retryMilliseconds = 1_000;

/**
 * The people online on any node. Each node keeps rows of its own people, which go with the node when it lapses; hints say
 * whose rows to read again. So what is shown is what the rows say, however hints arrive.
 */
export type SharedRoster = Roster & {
  /** The rows of these people have changed. */
  heard(userIds: readonly string[]): void;
  /** Reads all rows. */
  compare(): void;
  /** The rows of this node are gone: writes them again. */
  restore(): void;
};

export function createSharedRoster(parts: {
  db: Kysely<Database>;
  sharing: Pick<Sharing, 'bus' | 'nodes'>;
  clock: Clock;
  log: Logger;
}): SharedRoster {
  const { db, clock, log } = parts;
  const { bus, nodes } = parts.sharing;
  const queue = createSerialQueue();
  const listeners: ((change: PresenceChange) => void)[] = [];
  /** The people of this node. */
  const here = new Set<string>();
  /** As the band sees it. */
  const online = new Set<string>();
  /** People whose rows must be written, and people whose rows must be read. */
  let unwritten = new Set<string>();
  let unread = new Set<string>();
  let isAllUnread = false;
  let isScheduled = false;
  let isStopped = false;
  let cancel = () => {};

  function schedule(): void {
    if (isScheduled || isStopped) return;
    isScheduled = true;
    queue.run(work).catch((error) => {
      log.error({ err: error }, 'Presence could not be shared with the other nodes; trying again');
      if (!isStopped) cancel = clock.later(retryMilliseconds, schedule);
    });
  }

  async function work(): Promise<void> {
    isScheduled = false;
    await write();
    await read();
  }

  async function write(): Promise<void> {
    if (unwritten.size === 0) return;
    const writing = unwritten;
    unwritten = new Set();
    try {
      await nodes.ready;
      const [come, gone] = [[...writing].filter(isHere), [...writing].filter((id) => !isHere(id))];
      for (const chunk of chunksOf(come)) {
        const rows = chunk.map((userId) => ({ userId, nodeId: nodes.id }));
        await db
          .insertInto('presence')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      for (const chunk of chunksOf(gone)) {
        await db.deleteFrom('presence').where('nodeId', '=', nodes.id).where('userId', 'in', chunk).execute();
      }
    } catch (error) {
      for (const userId of writing) unwritten.add(userId);
      throw error;
    }
    bus.publish({ kind: 'presence', userIds: [...writing] });
    for (const userId of writing) unread.add(userId);
  }

  async function read(): Promise<void> {
    const [isAll, reading] = [isAllUnread, unread];
    if (!isAll && reading.size === 0) return;
    [isAllUnread, unread] = [false, new Set()];
    try {
      const rows = db.selectFrom('presence').select('userId').distinct();
      const found = new Set<string>();
      const take = (some: { userId: string }[]) => {
        for (const { userId } of some) found.add(userId);
      };
      if (isAll) take(await rows.execute());
      else
        for (const chunk of chunksOf([...reading])) take(await rows.where('userId', 'in', chunk).execute());
      const looked = isAll ? new Set([...online, ...found, ...here]) : reading;
      for (const userId of looked) show(userId, found.has(userId) || isHere(userId));
    } catch (error) {
      isAllUnread ||= isAll;
      for (const userId of reading) unread.add(userId);
      throw error;
    }
  }

  function show(userId: string, isOnline: boolean): void {
    if (isStopped || online.has(userId) === isOnline) return;
    if (isOnline) online.add(userId);
    else online.delete(userId);
    for (const listener of listeners) listener({ userId, isOnline });
  }

  const isHere = (userId: string) => here.has(userId);

  return {
    note({ userId, isOnline }) {
      if (isOnline) here.add(userId);
      else here.delete(userId);
      // Others may still have them: only the rows know that somebody is gone.
      if (isOnline) show(userId, true);
      unwritten.add(userId);
      schedule();
    },
    onChange: (listener) => void listeners.push(listener),
    isOnline: (userId) => online.has(userId),
    heard(userIds) {
      for (const userId of userIds) unread.add(userId);
      schedule();
    },
    compare() {
      isAllUnread = true;
      schedule();
    },
    restore() {
      for (const userId of here) unwritten.add(userId);
      isAllUnread = true;
      schedule();
    },
    stop() {
      isStopped = true;
      cancel();
    },
  };
}
