import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { EphemeralEventPayload } from '../../protocol/wire/event.ts';
import type { SocketChange } from '../commands/handler.ts';
import type { Database } from '../db/schema.ts';
import { readBandmates } from '../entities/bandmate.ts';
import {
  nextDeparture,
  nobody,
  type PresenceChange,
  type PresenceEvent,
  stepPresence,
} from './presence-state.ts';

/** The people online, in the memory of this one process: after a restart every client connects again. */
export type Presence = {
  connected(userId: string, socketId: string): void;
  /** `isFinal`: the socket's session has ended, so it won't come back. */
  disconnected(userId: string, socketId: string, isFinal: boolean): void;
  /** Sends each of these people the presence of the others: they have begun to share a project, or stopped. */
  follow(change: Extract<SocketChange, { kind: 'met' | 'parted' }>): void;
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
  /** Sends the event to every socket of that user. */
  send(userId: string, payload: EphemeralEventPayload<'chat:presence'>): void;
  log: Logger;
}): Presence {
  const { db, queue, clock, send } = parts;
  let state = nobody;
  let isStopped = false;
  let cancelDeparture = () => {};

  function step(event: PresenceEvent): void {
    if (isStopped) return;
    const stepped = stepPresence(state, event, parts.graceMilliseconds);
    state = stepped.state;
    for (const change of stepped.changes) announce(change);
    cancelDeparture();
    const next = nextDeparture(state);
    if (next === null) return;
    cancelDeparture = clock.later(Math.max(0, next - clock.monotonic()), () =>
      step({ kind: 'time-passed', at: clock.monotonic() }),
    );
  }

  function announce(change: PresenceChange): void {
    queue
      .run(async () => {
        for (const { id } of await readBandmates(db, change.userId)) send(id, change);
      })
      .catch((error) => parts.log.error({ err: error }, 'A presence could not be announced'));
  }

  return {
    connected: (userId, socketId) => step({ kind: 'connected', userId, socketId }),
    disconnected: (userId, socketId, isFinal) =>
      step({ kind: 'disconnected', userId, socketId, at: clock.monotonic(), isFinal }),
    follow({ kind, userId, otherIds }) {
      for (const otherId of otherIds) {
        if (state.has(otherId)) send(userId, { userId: otherId, isOnline: kind === 'met' });
        if (state.has(userId)) send(otherId, { userId, isOnline: kind === 'met' });
      }
    },
    isOnline: (userId) => state.has(userId),
    stop() {
      isStopped = true;
      cancelDeparture();
      state = nobody;
    },
  };
}
