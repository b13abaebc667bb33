/** One question for the time of another clock. All in milliseconds; the first and the last by the own clock. */
export type ClockSample = { sentAt: number; answeredAt: number; receivedAt: number };

/** An estimate of another clock over a network whose delays vary. */
export type ServerClock = {
  add(sample: ClockSample): void;
  /** The other clock at a moment of the own one; null while too little is known. */
  at(own: number): number | null;
  /** How wrong `at` can be at most, as long as the samples are true; infinite while nothing is known. */
  uncertainty(own: number): number;
  /** How long messages from there have taken at most lately; null while nothing is known. */
  longestDelay(own: number): number | null;
  /** Forgets everything: the other clock is another one now. */
  reset(): void;
};

/** Two clocks run apart by less than this, as a share of the time that passes. */
const longestDrift = 100e-6;
/** Older samples say little that newer ones don't. */
const memoryMilliseconds = 90_000;
/** Fewer samples may all have been unlucky. */
const leastSamples = 4;
/** In which the delays of messages are looked at. */
const delayMilliseconds = 30_000;

/**
 * The answer was made between the question and its arrival. So each sample bounds the offset between the clocks from both
 * sides, by the delay there and by the delay back. The tightest bounds of many samples come from different ones, which is
 * far narrower than the best single round trip when delays jump about: half their sum is the largest possible error.
 * Bounds widen as they age, by the drift.
 */
export function createServerClock(): ServerClock {
  let samples: ClockSample[] = [];

  /** The offset is between these two, at that moment. */
  function bounds(own: number): { lowest: number; highest: number } {
    let lowest = Number.NEGATIVE_INFINITY;
    let highest = Number.POSITIVE_INFINITY;
    for (const { sentAt, answeredAt, receivedAt } of samples) {
      const drift = Math.max(0, own - receivedAt) * longestDrift;
      lowest = Math.max(lowest, answeredAt - receivedAt - drift);
      highest = Math.min(highest, answeredAt - sentAt + drift);
    }
    return { lowest, highest };
  }

  function offset(own: number): number | null {
    if (samples.length < leastSamples) return null;
    const { lowest, highest } = bounds(own);
    return (lowest + highest) / 2;
  }

  return {
    add(sample) {
      const { sentAt, answeredAt, receivedAt } = sample;
      if (![sentAt, answeredAt, receivedAt].every(Number.isFinite) || receivedAt < sentAt) return;
      samples = samples.filter((one) => receivedAt - one.receivedAt < memoryMilliseconds);
      samples.push(sample);
      const { lowest, highest } = bounds(receivedAt);
      // One of the clocks was set or stood still, as during sleep: what was known before is worth nothing.
      if (lowest > highest) samples = [sample];
    },
    at(own) {
      const known = offset(own);
      return known === null ? null : own + known;
    },
    uncertainty(own) {
      const { lowest, highest } = bounds(own);
      return (highest - lowest) / 2;
    },
    longestDelay(own) {
      const known = offset(own);
      if (known === null) return null;
      const delays = samples
        .filter(({ receivedAt }) => own - receivedAt < delayMilliseconds)
        .map(({ answeredAt, receivedAt }) => receivedAt + known - answeredAt);
      return Math.max(0, ...delays);
    },
    reset() {
      samples = [];
    },
  };
}
