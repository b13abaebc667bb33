import type { Clock } from '../../common/clock.ts';

/** Lets bytes pass at a rate. */
export type Throttle = {
  /** In bytes per second; null: as fast as possible; 0: nothing passes. */
  setRate(bytesPerSecond: number | null): void;
  isLimited(): boolean;
  /** How many bytes to take at once, at most: small pieces keep a slow rate even. */
  piece(most: number): number;
  /** Resolves once so many bytes may pass. Rejects when the signal fires first. */
  take(bytes: number, signal?: AbortSignal): Promise<void>;
  /** Counts bytes that can't wait: what waits, waits for them too. */
  spend(bytes: number): void;
};

/** So much may pass at once after a rest, in seconds: a busy computer that wakes us late must not lower the rate. */
const burstSeconds = 0.25;
const piecesInBurst = 5;

type Waiting = { bytes: number; pass(): void };

/**
 * A token bucket. In any stretch of time, at most rate × time + burst passes, where the burst is a quarter of a second
 * at that rate, or the largest piece that was taken at once. Those who wait pass in their order.
 */
export function createThrottle(clock: Pick<Clock, 'monotonic' | 'later'>): Throttle {
  let rate: number | null = null;
  /** Bytes that may pass now. */
  let credit = 0;
  let at = clock.monotonic();
  const waiting: Waiting[] = [];
  let cancelTimer: (() => void) | null = null;

  const burst = () => (rate ?? 0) * burstSeconds;

  function refill(): void {
    const now = clock.monotonic();
    credit = Math.min(burst(), credit + ((now - at) / 1000) * (rate ?? 0));
    at = now;
  }

  function look(): void {
    cancelTimer?.();
    cancelTimer = null;
    refill();
    for (let next = waiting[0]; next && rate !== 0; next = waiting[0]) {
      if (rate !== null) {
        const needed = Math.min(next.bytes, burst());
        if (credit < needed) {
          cancelTimer = clock.later(Math.ceil(((needed - credit) / rate) * 1000), look);
          return;
        }
        credit -= next.bytes;
      }
      waiting.shift();
      next.pass();
    }
  }

  return {
    setRate(bytesPerSecond) {
      if (bytesPerSecond === rate) return;
      refill();
      rate = bytesPerSecond;
      credit = rate === null ? 0 : Math.min(0, credit);
      look();
    },
    isLimited: () => rate !== null,
    piece: (most) =>
      rate === null ? most : Math.max(1, Math.min(most, Math.floor(burst() / piecesInBurst))),
    take(bytes, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (rate === null) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const entry: Waiting = {
          bytes,
          pass() {
            signal?.removeEventListener('abort', leave);
            resolve();
          },
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(entry), 1);
          reject(signal?.reason);
          look();
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(entry);
        if (waiting.length === 1) look();
      });
    },
    spend(bytes) {
      if (rate === null) return;
      refill();
      credit -= bytes;
    },
  };
}

export const unlimited: Pick<Throttle, 'isLimited' | 'piece' | 'take' | 'spend'> = {
  isLimited: () => false,
  piece: (most) => most,
  take: async () => {},
  spend: () => {},
};

/** The same bytes, no faster than the throttle lets them pass. */
export function throttled(
  body: ReadableStream<Uint8Array>,
  throttle: Pick<Throttle, 'take'>,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(piece, controller) {
        await throttle.take(piece.length, signal);
        controller.enqueue(piece);
      },
    }),
  );
}
