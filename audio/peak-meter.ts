import type { Planes } from './samples.ts';
import { createStretches, maximumPoints } from './stretches.ts';

/**
 * Lowest and highest value of each stretch of `samplesPerPixel` frames over all channels, as pairs of eight bits in
 * `points`. Extremes show sound that is out of phase, which a mean would cancel, and a single channel that clips.
 * `rms`: the root mean square of the same stretches, from 0 to 255; absent if it isn't measured.
 */
export type Peaks = { sampleRate: number; samplesPerPixel: number; points: Int8Array; rms?: Uint8Array };

export type PeakMeter = {
  /** The next frames. The arrays are only read during the call. */
  push(planes: Planes): void;
  finish(): Peaks;
};

/** Measures a sound of any length in one pass and a few kilobytes. */
export function createPeakMeter(sampleRate: number): PeakMeter {
  const points = new Int8Array(2 * maximumPoints);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;

  function widen(samples: Planes[number], from: number, to: number): void {
    let lowest = low;
    let highest = high;
    for (let at = from; at < to; at++) {
      const value = samples[at] as number;
      // Most samples are within the extremes: one branch for them is faster than two.
      if (value >= lowest && value <= highest) continue;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
    low = lowest;
    high = highest;
  }

  const stretches = createStretches({
    gather(planes, from, to) {
      for (const samples of planes) widen(samples, from, to);
    },
    put(index) {
      points[2 * index] = low > high ? 0 : toEightBits(low);
      points[2 * index + 1] = low > high ? 0 : toEightBits(high);
      low = Number.POSITIVE_INFINITY;
      high = Number.NEGATIVE_INFINITY;
    },
    /** Rounding keeps the order of values, so the extremes of two rounded points are those of both stretches. */
    halve(count) {
      for (let index = 0; index < count; index++) {
        const [low1 = 0, high1 = 0, low2 = 0, high2 = 0] = points.subarray(4 * index, 4 * index + 4);
        points[2 * index] = Math.min(low1, low2);
        points[2 * index + 1] = Math.max(high1, high2);
      }
    },
  });

  return {
    push: stretches.push,
    finish() {
      const { samplesPerPixel, count } = stretches.finish();
      return { sampleRate, samplesPerPixel, points: points.slice(0, 2 * count) };
    },
  };
}

/** Rounds towards zero as audiowaveform does, so that dither noise stays a line. */
function toEightBits(value: number): number {
  return Math.max(-128, Math.min(127, Math.trunc(value * 128)));
}
