import { createAttemptLimiter } from './attempt-limiter.ts';

const windowMilliseconds = 60 * 60 * 1000;

/** All addresses together may register this many times what one may. */
const totalFactor = 5;

/** Limits new accounts by address and in all. */
export type RegistrationLimiter = {
  /** Counts a registration and answers null, or answers in how many seconds the next one is allowed. */
  begin(address: string): number | null;
};

/** `maximum` registrations an hour from one address; 0 = no limit. */
export function createRegistrationLimiter(maximum: number): RegistrationLimiter {
  const byAddress = createAttemptLimiter({ maximum, windowMilliseconds });
  const inAll = createAttemptLimiter({ maximum: totalFactor * maximum, windowMilliseconds });
  return {
    begin(address) {
      const wait = byAddress.begin(address);
      if (wait !== null) return wait;
      const total = inAll.begin('all');
      if (total !== null) byAddress.forgive(address);
      return total;
    },
  };
}
