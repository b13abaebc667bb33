import { hashPassword } from 'better-auth/crypto';
import { createAttemptLimiter } from './attempt-limiter.ts';
import type { PasswordQueue } from './password-queue.ts';

const windowMilliseconds = 15 * 60 * 1000;

/** A band behind one proxy has one address, so an address may fail more often than one account. */
const failuresPerAddressFactor = 10;

/** How long to wait, in seconds, when too many passwords wait to be hashed. */
const busySeconds = 5;

/** `wait`: the password was not looked at; try again after so many seconds. */
export type PasswordCheck<Result> =
  | { kind: 'right'; result: Result }
  | { kind: 'wrong' }
  | { kind: 'wait'; seconds: number };

/** Guards every password check: limits guesses by address, and hashing in total. */
export type PasswordGuard = {
  /**
   * Runs `check` in its turn if this address may try another password for `subject` (an e-mail address, a link).
   * `check` answers null for a wrong password. Guesses from one address never refuse another one.
   */
  check<Result>(
    address: string,
    subject: string,
    check: () => Promise<Result | null>,
  ): Promise<PasswordCheck<Result>>;
  /** The scrypt hash of a new password, made in its turn. */
  hash(address: string, password: string): Promise<Exclude<PasswordCheck<string>, { kind: 'wrong' }>>;
};

/** `maximumFailures` within 15 minutes for an address and subject; 0 = no limit. */
export function createPasswordGuard(queue: PasswordQueue, maximumFailures: number): PasswordGuard {
  const bySubject = createAttemptLimiter({ maximum: maximumFailures, windowMilliseconds });
  const byAddress = createAttemptLimiter({
    maximum: failuresPerAddressFactor * maximumFailures,
    windowMilliseconds,
  });

  return {
    async check(address, subject, check) {
      const key = `${address} ${subject.toLowerCase()}`;
      const ofSubject = bySubject.begin(key);
      if (ofSubject !== null) return { kind: 'wait', seconds: ofSubject };
      const ofAddress = byAddress.begin(address);
      if (ofAddress !== null) {
        bySubject.forgive(key);
        return { kind: 'wait', seconds: ofAddress };
      }
      const forgive = () => {
        bySubject.forgive(key);
        byAddress.forgive(address);
      };
      const ran = await queue.run(address, check).catch((error) => {
        forgive();
        throw error;
      });
      if (ran === null) {
        forgive();
        return { kind: 'wait', seconds: busySeconds };
      }
      if (ran.result === null) return { kind: 'wrong' };
      bySubject.clear(key);
      byAddress.forgive(address);
      return { kind: 'right', result: ran.result };
    },

    async hash(address, password) {
      const ran = await queue.run(address, () => hashPassword(password));
      return ran ? { kind: 'right', result: ran.result } : { kind: 'wait', seconds: busySeconds };
    },
  };
}
