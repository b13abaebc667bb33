import type { Planes } from './samples.ts';
import { createStretches, maximumPoints } from './stretches.ts';

/** The value of a point at full scale. */
export const rmsFullScale = 255;

export type RmsMeter = {
  /** The next frames. The arrays are only read during the call. */
  push(planes: Planes): void;
  /** The root mean square of each stretch over all channels, from 0 to `rmsFullScale`. */
  finish(): Uint8Array<ArrayBuffer>;
};

/** Measures the body of a sound, which peaks hide: two masters with the same peaks differ here. Bounded like peaks. */
export function createRmsMeter(): RmsMeter {
  /** The sum of squares, and the number of samples, of each point. */
  const energies = new Float64Array(maximumPoints);
  const lengths = new Float64Array(maximumPoints);
  let energy = 0;
  let length = 0;

  const stretches = createStretches({
    gather(planes, from, to) {
      for (const samples of planes) energy += energyOf(samples, from, to);
      length += planes.length * (to - from);
    },
    put(index) {
      energies[index] = energy;
      lengths[index] = length;
      energy = 0;
      length = 0;
    },
    halve(count) {
      for (let index = 0; index < count; index++) {
        energies[index] = (energies[2 * index] ?? 0) + (energies[2 * index + 1] ?? 0);
        lengths[index] = (lengths[2 * index] ?? 0) + (lengths[2 * index + 1] ?? 0);
      }
    },
  });

  return {
    push: stretches.push,
    finish() {
      const { count } = stretches.finish();
      return Uint8Array.from(energies.subarray(0, count), (sum, index) =>
        Math.min(rmsFullScale, Math.round(rmsFullScale * Math.sqrt(sum / (lengths[index] ?? 1)))),
      );
    },
  };
}

function energyOf(samples: Planes[number], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) {
    const value = samples[at] as number;
    sum += value * value;
  }
  // Broken decoders make NaN and infinity: such a stretch counts as silence.
  return Number.isFinite(sum) ? sum : 0;
}
