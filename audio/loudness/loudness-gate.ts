/** Mean energies of equally long stretches, counted by loudness in steps of 0.01 LU: a day of sound takes no more than a second. */
export type LoudnessGate = {
  add(energy: number): void;
  /** Loudness of everything that passes both gates (ITU-R BS.1770-5 §5), or null if nothing does. */
  integrated(): number | null;
  /** Loudness range in LU (EBU Tech 3342), or null if nothing passes its gates. */
  range(): number | null;
};

const absoluteGate = -70;
const stepsPerUnit = 100;
/** Up to +50 LUFS, which only floats reach; what is louder counts as the last step. */
const steps = 120 * stepsPerUnit;

export const loudnessOf = (energy: number) => 10 * Math.log10(energy) - 0.691;
const stepOf = (loudness: number) =>
  Math.min(Math.floor((loudness - absoluteGate) * stepsPerUnit), steps - 1);

export function createLoudnessGate(): LoudnessGate {
  const counts = new Float64Array(steps);
  const energies = new Float64Array(steps);

  /** The first step of the relative gate, `units` below the mean of what passes the absolute one; null if nothing does. */
  function relativeGate(units: number): number | null {
    const mean = meanFrom(0);
    return mean === null ? null : Math.max(0, stepOf(loudnessOf(mean) - units));
  }

  function meanFrom(first: number): number | null {
    let count = 0;
    let energy = 0;
    for (let step = first; step < steps; step++) {
      count += counts[step] as number;
      energy += energies[step] as number;
    }
    return count > 0 ? energy / count : null;
  }

  /** The loudness below which this share of the stretches from a step on is. */
  function percentile(first: number, count: number, share: number): number {
    let left = Math.round((count - 1) * share) + 1;
    let step = first;
    for (; step < steps - 1; step++) {
      left -= counts[step] as number;
      if (left <= 0) break;
    }
    return (step + 0.5) / stepsPerUnit + absoluteGate;
  }

  return {
    add(energy) {
      const loudness = loudnessOf(energy);
      if (!(loudness > absoluteGate)) return;
      const step = stepOf(loudness);
      counts[step] = (counts[step] as number) + 1;
      energies[step] = (energies[step] as number) + energy;
    },
    integrated() {
      const first = relativeGate(10);
      const mean = first === null ? null : meanFrom(first);
      return mean === null ? null : loudnessOf(mean);
    },
    range() {
      const first = relativeGate(20);
      if (first === null) return null;
      const count = counts.subarray(first).reduce((sum, value) => sum + value, 0);
      return percentile(first, count, 0.95) - percentile(first, count, 0.1);
    },
  };
}
