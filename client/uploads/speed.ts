/** Bytes per second over the last few seconds, or null while there are too few samples. */
export type SpeedEstimate = { add(sent: number, at: number): number | null };

const windowMilliseconds = 4_000;
const leastMilliseconds = 500;

/** `at` is monotonic, in milliseconds. */
export function createSpeedEstimate(): SpeedEstimate {
  let samples: { sent: number; at: number }[] = [];
  return {
    add(sent, at) {
      samples = samples.filter((sample) => at - sample.at <= windowMilliseconds);
      samples.push({ sent, at });
      const oldest = samples[0] as { sent: number; at: number };
      const elapsed = at - oldest.at;
      return elapsed < leastMilliseconds ? null : ((sent - oldest.sent) / elapsed) * 1000;
    },
  };
}
