import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { EphemeralEventPayload } from '../../protocol/wire/event.ts';
import type { SocketChange } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';
import { readMemberIds } from '../deleted/deleted-projects.ts';
import { readBandmateIds, readBandmateIdsOf } from '../entities/bandmate.ts';
import { createAttendance, type PresenceChange } from './attendance.ts';
import type { Roster } from './roster.ts';

/** The changes that are announced by one query, in one turn of the queue. */
const mostAtOnce = 20;

/** Sends people the presence of those who share a project with them. */
export type Presence = {
  connected(userId: string, socketId: string): void;
  /** `isFinal`: the socket's session has ended, so it won't come back. */
  disconnected(userId: string, socketId: string, isFinal: boolean): void;
  /** Sends people who have begun to share a project, or stopped, the presence of the others. */
  follow(change: SocketChange): void;
  isOnline(userId: string): boolean;
  /** Forgets everyone and sends nothing. */
  stop(): void;
};

export function createPresence(parts: {
  db: Kysely<Database>;
  /** Recipients are read in the queue of changes, so no one hears of a person they no longer share a project with. */
  queue: SerialQueue;
  clock: Clock;
  graceMilliseconds: number;
  roster: Roster;
  /** Sends the event to every socket that the user has on this node. */
  send(userId: string, payload: EphemeralEventPayload<'chat:presence'>): void;
  log: Logger;
}): Presence {
  const { db, queue, clock, roster, send } = parts;
  let attendance = createAttendance(parts.graceMilliseconds);
  roster.onChange(announce);
  /** For each project whose members are being compared: who went offline since, and is still shown as online. */
  const departed = new Set<Set<string>>();
  let isStopped = false;
  let cancelLook = () => {};
  /** Changes that are still to be announced, in order. */
  const waiting: PresenceChange[] = [];
  let isAnnouncing = false;

  function step(take: () => PresenceChange[]): void {
    if (isStopped) return;
    for (const change of take()) roster.note(change);
    cancelLook();
    const next = attendance.nextLook();
    cancelLook =
      next === null
        ? () => {}
        : clock.later(Math.max(0, next - clock.monotonic()), () =>
            step(() => attendance.passed(clock.monotonic())),
          );
  }

  function announce(change: PresenceChange): void {
    if (!change.isOnline) for (const gone of departed) gone.add(change.userId);
    waiting.push(change);
    if (!isAnnouncing) announceSoon();
  }

  function announceSoon(): void {
    isAnnouncing = true;
    queue
      .run(announceNext)
      .catch((error) => parts.log.error({ err: error }, 'A presence could not be announced'))
      .finally(() => {
        isAnnouncing = false;
        if (waiting.length > 0) announceSoon();
      });
  }

  async function announceNext(): Promise<void> {
    const changes = waiting.splice(0, mostAtOnce);
    const bandmates = await readBandmateIdsOf(
      db,
      changes.map(({ userId }) => userId),
    );
    for (const change of changes) for (const id of bandmates.get(change.userId) ?? []) send(id, change);
  }

  function followPairs(userId: string, otherIds: readonly string[], isOnline: boolean): void {
    for (const otherId of otherIds) {
      if (roster.isOnline(otherId)) send(userId, { userId: otherId, isOnline });
      if (roster.isOnline(userId)) send(otherId, { userId, isOnline });
    }
  }

  /** Compares each member on this node with all of them, one after the other: together they may be millions of pairs. */
  async function followMembers(projectId: string, haveMet: boolean): Promise<void> {
    const gone = new Set<string>();
    departed.add(gone);
    try {
      const memberIds = await queue.run(() => readMemberIds(db, projectId));
      for (const userId of memberIds) {
        if (!attendance.isOnline(userId)) continue;
        await queue.run(async () => {
          const bandmates = await readBandmateIds(db, userId);
          for (const otherId of memberIds) {
            if (otherId === userId || bandmates.has(otherId) !== haveMet) continue;
            const isKnown = roster.isOnline(otherId) || (!haveMet && gone.has(otherId));
            if (isKnown) send(userId, { userId: otherId, isOnline: haveMet });
          }
        });
        await new Promise<void>((resolve) => clock.later(0, resolve));
      }
    } finally {
      departed.delete(gone);
    }
  }

  return {
    connected: (userId, socketId) => step(() => attendance.connected(userId, socketId)),
    disconnected: (userId, socketId, isFinal) =>
      step(() => attendance.disconnected(userId, socketId, clock.monotonic(), isFinal)),
    follow(change) {
      switch (change.kind) {
        case 'met':
        case 'parted':
          return followPairs(change.userId, change.otherIds, change.kind === 'met');
        case 'close-project':
        case 'reopen-project':
          followMembers(change.projectId, change.kind === 'reopen-project').catch((error) =>
            parts.log.error({ err: error }, 'The presence of a project’s members could not be announced'),
          );
      }
    },
    isOnline: roster.isOnline,
    stop() {
      isStopped = true;
      waiting.length = 0;
      cancelLook();
      roster.stop();
      attendance = createAttendance(parts.graceMilliseconds);
    },
  };
}
