import type { Clock } from '../../common/clock.ts';
import type { AttemptStore } from '../attempts/attempt-store.ts';
import type { PasswordHasher } from './password-hash.ts';
import type { PasswordQueue } from './password-queue.ts';
import { createSlowDown, type Pace, type Turn } from './slow-down.ts';

const windowMilliseconds = 15 * 60 * 1000;

/** A band behind one proxy has one address, and may fail more often in all than one account from there. */
const wideFactor = 10;

/** How far guesses are apart at most: for one subject from one address, and for all subjects or from all addresses. */
const mostMilliseconds = { narrow: 15_000, wide: 2_000 };

/** An attempt whose turn comes later than this is refused and told when to come again. */
const heldMilliseconds = 5_000;

/** How long to wait, in seconds, when too many passwords wait to be hashed. */
const busySeconds = 5;

/** `wait`: the password was not looked at; try again after so many seconds. */
export type PasswordVerdict<Result> =
  | { kind: 'right'; result: Result }
  | { kind: 'wrong' }
  | { kind: 'wait'; seconds: number };

/** Guards every password check: slows guesses down, and limits hashing in total. */
export type PasswordGuard = {
  /**
   * Runs `check` when its turn comes. After too many wrong passwords for `subject` (an e-mail address, a link) from this
   * address, turns are up to 15 s apart; after ten times as many for the subject from anywhere, or from the address for
   * anything, up to 2 s. `check` answers null for a wrong password. `isKnown`: the subject's owner is at this address, so
   * guesses from elsewhere don't slow it down.
   */
  check<Result>(
    address: string,
    subject: string,
    check: () => Promise<Result | null>,
    isKnown?: boolean,
  ): Promise<PasswordVerdict<Result>>;
  /** The scrypt hash of a new password, made in its turn. */
  hash(address: string, password: string): Promise<Exclude<PasswordVerdict<string>, { kind: 'wrong' }>>;
  /** Whether it is the password of that hash. To be called within `check`. */
  verify: PasswordHasher['verify'];
};

/** `maximumFailures` within 15 minutes for an address and subject are not slowed down; 0 = none ever is. */
export function createPasswordGuard(
  queue: PasswordQueue,
  maximumFailures: number,
  parts: { clock: Clock; hasher: PasswordHasher; attempts: AttemptStore },
): PasswordGuard {
  const { clock, hasher, attempts } = parts;
  const narrow: Pace = {
    ...{ maximum: maximumFailures, windowMilliseconds },
    mostMilliseconds: mostMilliseconds.narrow,
  };
  const wide: Pace = {
    ...{ maximum: wideFactor * maximumFailures, windowMilliseconds },
    mostMilliseconds: mostMilliseconds.wide,
  };
  const slowDown = createSlowDown(attempts);

  return {
    verify: hasher.verify,

    async check(address, subject, check, isKnown = false) {
      const name = subject.toLowerCase();
      const both: Turn = { key: `both ${address} ${name}`, pace: narrow };
      const turns: Turn[] = [
        both,
        { key: `from ${address}`, pace: wide },
        ...(isKnown ? [] : [{ key: `for ${name}`, pace: wide }]),
      ];
      const wait = await slowDown.begin(turns, heldMilliseconds);
      if (wait > heldMilliseconds) return { kind: 'wait', seconds: Math.ceil(wait / 1000) };
      if (wait > 0) await new Promise<void>((resolve) => clock.later(wait, resolve));
      const ran = await queue.run(address, check).catch(async (error) => {
        await slowDown.forgive(turns);
        throw error;
      });
      if (ran === null) {
        await slowDown.forgive(turns);
        return { kind: 'wait', seconds: busySeconds };
      }
      if (ran.result === null) return { kind: 'wrong' };
      await slowDown.forgive(turns, both);
      return { kind: 'right', result: ran.result };
    },

    async hash(address, password) {
      const ran = await queue.run(address, () => hasher.hash(password));
      return ran ? { kind: 'right', result: ran.result } : { kind: 'wait', seconds: busySeconds };
    },
  };
}
