import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../../common/clock.ts';
import type { SerialQueue } from '../../common/serial-queue.ts';
import type { EphemeralEventPayload } from '../../protocol/wire/event.ts';
import type { Database } from '../db/schema.ts';
import { shareProject } from '../entities/bandmate.ts';
import { readOtherId } from '../entities/conversation.ts';

/** Typing that isn't said again for so long has ended. */
const expiryMilliseconds = 6_000;
/** The other one is told at most once in this time by one socket, however much it says. */
const throttleMilliseconds = 1_000;

/** One socket that types, or doesn't: in one conversation at a time, as a person does. */
export type Typist = {
  say(conversationId: string, isTyping: boolean): void;
  /** The socket has gone. */
  end(): void;
};

/**
 * Typing of the moment: told to the other participant, if the two share a project, and never stored.
 *
 * Of what a socket says within the throttle's time only the last is told, at its end. Someone who types on two
 * devices stops when both have stopped.
 */
export function createTyping(parts: {
  db: Kysely<Database>;
  queue: SerialQueue;
  clock: Clock;
  tell(userId: string, payload: EphemeralEventPayload<'chat:typing'>): void;
  log: Logger;
}): (userId: string) => Typist {
  const { db, queue, clock, tell } = parts;
  /** How many sockets have told that they type, by conversation and user. */
  const devices = new Map<string, number>();

  return (userId) => {
    /** What the socket said last. `isNew` until it has been told. */
    let said: { conversationId: string; isNew: boolean } | null = null;
    let told: { conversationId: string; otherId: string } | null = null;
    let hasEnded = false;
    let isBusy = false;
    let quietUntil = Number.NEGATIVE_INFINITY;
    let cancelExpiry = () => {};
    let cancelThrottle = () => {};

    /** Brings what the other one knows to what was said last, as soon as it may. */
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
        .run(tellNow)
        .catch((error) => parts.log.error({ err: error }, 'Typing could not be told'))
        .finally(() => {
          isBusy = false;
          settle();
        });
    }

    const isBehind = () => said?.isNew === true || (told !== null && said === null);

    async function tellNow(): Promise<void> {
      if (told !== null && told.conversationId !== said?.conversationId) stopTelling();
      if (!said) return;
      const { conversationId } = said;
      said.isNew = false;
      const otherId = await readOtherId(db, conversationId, userId);
      if (otherId === undefined || !(await shareProject(db, userId, otherId))) return;
      if (hasEnded || said?.conversationId !== conversationId) return;
      if (!told) {
        const key = `${conversationId} ${userId}`;
        devices.set(key, (devices.get(key) ?? 0) + 1);
        told = { conversationId, otherId };
      }
      tell(otherId, { conversationId, userId, isTyping: true });
    }

    function stopTelling(): void {
      if (!told) return;
      const { conversationId, otherId } = told;
      told = null;
      const key = `${conversationId} ${userId}`;
      const others = (devices.get(key) ?? 1) - 1;
      if (others > 0) devices.set(key, others);
      else {
        devices.delete(key);
        tell(otherId, { conversationId, userId, isTyping: false });
      }
    }

    return {
      say(conversationId, isTyping) {
        if (!isTyping && said?.conversationId !== conversationId) return;
        cancelExpiry();
        said = isTyping ? { conversationId, isNew: true } : null;
        if (isTyping) {
          cancelExpiry = clock.later(expiryMilliseconds, () => {
            said = null;
            settle();
          });
        }
        settle();
      },
      end() {
        hasEnded = true;
        cancelExpiry();
        cancelThrottle();
        stopTelling();
      },
    };
  };
}
