import type { Clock } from '../../common/clock.ts';
import { type Bucket, createBucket } from './bucket.ts';

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

export function createMessageLimits(clock: Clock, limits = defaultMessageLimits): MessageLimits {
  const accounts = new Map<string, { bucket: Bucket; sockets: number }>();

  return {
    open(userId) {
      if (accounts.size > manyAccounts) {
        for (const [id, { bucket, sockets }] of accounts) {
          if (sockets === 0 && bucket.isFull()) accounts.delete(id);
        }
      }
      const account = accounts.get(userId) ?? { bucket: createBucket(clock, limits.account), sockets: 0 };
      accounts.set(userId, account);
      account.sockets += 1;
      const own = createBucket(clock, limits.socket);
      let refusals = 0;
      return {
        next() {
          if (own.take() && account.bucket.take()) return 'take';
          refusals += 1;
          return refusals > limits.refusals ? 'disconnect' : 'refuse';
        },
        close() {
          account.sockets -= 1;
          // One that was emptied must outlive a reconnection.
          if (account.sockets === 0 && account.bucket.isFull()) accounts.delete(userId);
        },
      };
    },
  };
}
