import type { Environment } from '../../common/environment.ts';
import { type BackoffBounds, fullJitter } from '../common/backoff.ts';

/** A connection that was open for less than this counts as one that the server, or a proxy before it, didn't accept. */
const stableMilliseconds = 5_000;
/** Limits the backoff after short connections to 8 s, because a network may also come and go like that. */
const maximumDoublings = 3;

/** How long to wait before the next attempt, in milliseconds. */
export type ReconnectDelays = {
  /** Failed attempts since the last connection. */
  failures(): number;
  opened(): void;
  afterFailure(): number;
  afterLoss(): number;
  /** Forgets the failures: there is a reason to believe that the next attempt succeeds. */
  reset(): void;
};

export function createReconnectDelays({
  backoff,
  clock,
  random,
}: { backoff: BackoffBounds } & Pick<Environment, 'clock' | 'random'>): ReconnectDelays {
  let failures = 0;
  let openedAt = 0;
  /** Connections in a row that were lost too soon. */
  let shortConnections = 0;
  return {
    failures: () => failures,
    opened() {
      failures = 0;
      openedAt = clock.monotonic();
    },
    afterFailure() {
      const delay = fullJitter(failures, backoff, random);
      failures += 1;
      return delay;
    },
    afterLoss() {
      const isShort = clock.monotonic() - openedAt < stableMilliseconds;
      const doublings = isShort ? shortConnections : 0;
      shortConnections = isShort ? Math.min(shortConnections + 1, maximumDoublings) : 0;
      return fullJitter(doublings, backoff, random);
    },
    reset() {
      failures = 0;
    },
  };
}
