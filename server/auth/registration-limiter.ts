import type { AttemptStores } from '../attempts/attempt-store.ts';
import { createAttemptLimiter } from './attempt-limiter.ts';
import { beginAll } from './combined-limiter.ts';

const windowMilliseconds = 60 * 60 * 1000;

/** All addresses together may register this many times what one may. */
const totalFactor = 5;

/** Limits new accounts by address and in all. */
export type RegistrationLimiter = {
  /** Counts a registration and answers null, or answers in how many seconds the next one is allowed. */
  begin(address: string): Promise<number | null>;
};

/** `maximum` registrations an hour from one address; 0 = no limit. */
export function createRegistrationLimiter(attempts: AttemptStores, maximum: number): RegistrationLimiter {
  const limiterOf = (name: string, most: number) =>
    createAttemptLimiter(attempts(name), { maximum: most, windowMilliseconds });
  const byAddress = limiterOf('registrations', maximum);
  const inAll = limiterOf('all registrations', totalFactor * maximum);
  return {
    begin: (address) =>
      beginAll([
        { limit: byAddress, key: address },
        { limit: inAll, key: 'all' },
      ]),
  };
}
