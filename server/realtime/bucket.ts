import type { Clock } from '../../common/clock.ts';

/** So many messages at once, and so many more each second. */
export type Rate = { burst: number; perSecond: number };

/** A token bucket. */
export type Bucket = { take(): boolean; isFull(): boolean };

export function createBucket(clock: Clock, { burst, perSecond }: Rate): Bucket {
  let tokens = burst;
  let at = clock.monotonic();
  function refill(): void {
    const now = clock.monotonic();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
    at = now;
  }
  return {
    take() {
      refill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    isFull() {
      refill();
      return tokens >= burst;
    },
  };
}
