import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { EphemeralEventPayload } from '../../protocol/wire/event.ts';
import { hasBlocked } from '../blocks/blocks.ts';
import type { Database } from '../db/schema.ts';
import { shareProject } from '../entities/bandmate.ts';
import { readOtherId } from '../entities/conversation.ts';

/** Typing that a client doesn't repeat within this time has ended. */
const expiryMilliseconds = 6_000;
/** One socket causes at most one event in this time, however often it signals. */
const throttleMilliseconds = 1_000;

/** One socket, which types in at most one conversation at a time, as a person does. */
export type Typist = {
  signal(conversationId: string, isTyping: boolean): void;
  /** The socket has disconnected. */
  end(): void;
};

/**
 * Typing signals: forwarded to the other participant if the two share a project and they haven't blocked the typist, and
 * never stored.
 *
 * Of what a socket signals within the throttle's time only the last is sent, at its end. Someone who types on two
 * devices stops when both have stopped.
 */
export function createTyping(parts: {
  db: Kysely<Database>;
  queue: SerialQueue;
  clock: Clock;
  /** Sends the event to every socket of that user. */
  send(userId: string, payload: EphemeralEventPayload<'chat:typing'>): void;
  log: Logger;
}): (userId: string) => Typist {
  const { db, queue, clock, send } = parts;
  const devices = countDevices();

  return (userId) => {
    /** The socket's last signal. `isNew` until it has been sent. */
    let signalled: { conversationId: string; isNew: boolean } | null = null;
    /** The last signal that the other participant got. */
    let sent: { conversationId: string; otherId: string } | null = null;
    let hasEnded = false;
    let isBusy = false;
    let quietUntil = Number.NEGATIVE_INFINITY;
    let cancelExpiry = () => {};
    let cancelThrottle = () => {};

    /** Sends what was signalled last, as soon as the throttle allows. */
    function settle(): void {
      if (isBusy || hasEnded || !isBehind()) return;
      cancelThrottle();
      const wait = quietUntil - clock.monotonic();
      if (wait > 0) {
        cancelThrottle = clock.later(wait, settle);
        return;
      }
      isBusy = true;
      quietUntil = clock.monotonic() + throttleMilliseconds;
      queue
        .run(sendNow)
        .catch((error) => parts.log.error({ err: error }, 'Typing could not be sent'))
        .finally(() => {
          isBusy = false;
          settle();
        });
    }

    const isBehind = () => signalled?.isNew === true || (sent !== null && signalled === null);

    async function sendNow(): Promise<void> {
      if (sent !== null && sent.conversationId !== signalled?.conversationId) stop();
      if (!signalled) return;
      const { conversationId } = signalled;
      signalled.isNew = false;
      const otherId = await readOtherId(db, conversationId, userId);
      if (otherId === undefined || !(await shareProject(db, userId, otherId))) return;
      if (await hasBlocked(db, otherId, userId)) return;
      if (hasEnded || signalled?.conversationId !== conversationId) return;
      if (!sent) {
        devices.add(conversationId, userId);
        sent = { conversationId, otherId };
      }
      send(otherId, { conversationId, userId, isTyping: true });
    }

    function stop(): void {
      if (!sent) return;
      const { conversationId, otherId } = sent;
      sent = null;
      const wasLast = devices.remove(conversationId, userId);
      if (wasLast) send(otherId, { conversationId, userId, isTyping: false });
    }

    return {
      signal(conversationId, isTyping) {
        if (!isTyping && signalled?.conversationId !== conversationId) return;
        cancelExpiry();
        signalled = isTyping ? { conversationId, isNew: true } : null;
        if (isTyping) {
          cancelExpiry = clock.later(expiryMilliseconds, () => {
            signalled = null;
            settle();
          });
        }
        settle();
      },
      end() {
        hasEnded = true;
        cancelExpiry();
        cancelThrottle();
        stop();
      },
    };
  };
}

/** How many sockets of a user type in a conversation. */
function countDevices() {
  const counts = new Map<string, number>();
  const keyOf = (conversationId: string, userId: string) => `${conversationId} ${userId}`;
  return {
    add(conversationId: string, userId: string): void {
      const key = keyOf(conversationId, userId);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    /** Answers whether it was the last one. */
    remove(conversationId: string, userId: string): boolean {
      const key = keyOf(conversationId, userId);
      const others = (counts.get(key) ?? 1) - 1;
      if (others > 0) counts.set(key, others);
      else counts.delete(key);
      return others === 0;
    },
  };
}
