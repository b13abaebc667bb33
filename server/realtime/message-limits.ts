import type { Clock } from '../../common/clock.ts';
import { type Bucket, fullBucket, isFull, takeFrom } from './bucket.ts';

/** A client that joins all its projects at once stays below. */
const defaultMessageLimits = {
  socket: { burst: 1_000, perSecond: 50 },
  account: { burst: 3_000, perSecond: 150 },
  /** A socket that goes on after so many refusals is disconnected. */
  refusals: 500,
};

/** Limits the messages of each socket, and of all sockets of an account together. */
export type MessageLimits = {
  /** For a new socket of this account. */
  open(userId: string): {
    /** `refuse`: too many; `disconnect`: and it doesn't stop. */
    next(): 'take' | 'refuse' | 'disconnect';
    close(): void;
  };
};

/** With so many accounts known, those that are gone and may send all they want are forgotten. */
const manyAccounts = 10_000;

export function createMessageLimits({ monotonic }: Clock, limits = defaultMessageLimits): MessageLimits {
  const accounts = new Map<string, { bucket: Bucket; sockets: number }>();
  const isIdle = ({ bucket, sockets }: { bucket: Bucket; sockets: number }) =>
    sockets === 0 && isFull(bucket, limits.account, monotonic());

  return {
    open(userId) {
      if (accounts.size > manyAccounts) {
        for (const [id, account] of accounts) if (isIdle(account)) accounts.delete(id);
      }
      const account = accounts.get(userId) ?? { bucket: fullBucket(limits.account, monotonic()), sockets: 0 };
      accounts.set(userId, account);
      account.sockets += 1;
      const own = fullBucket(limits.socket, monotonic());
      let refusals = 0;
      return {
        next() {
          const now = monotonic();
          if (takeFrom(own, limits.socket, now) && takeFrom(account.bucket, limits.account, now))
            return 'take';
          refusals += 1;
          return refusals > limits.refusals ? 'disconnect' : 'refuse';
        },
        close() {
          account.sockets -= 1;
          // One that was emptied must outlive a reconnection.
          if (isIdle(account)) accounts.delete(userId);
        },
      };
    },
  };
}
