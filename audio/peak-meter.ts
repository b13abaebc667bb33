import type { Planes } from './samples.ts';

/**
 * Lowest and highest value of each stretch of `samplesPerPixel` frames over all channels, as pairs of eight bits in
 * `points`. Extremes show sound that is out of phase, which a mean would cancel, and a single channel that clips.
 */
export type Peaks = { sampleRate: number; samplesPerPixel: number; points: Int8Array };

export type PeakMeter = {
  /** The next frames. The arrays are only read during the call. */
  push(planes: Planes): void;
  finish(): Peaks;
};

/** The finest stretch, in frames, for sounds of up to 20 s at 48 kHz. */
const finestPixel = 256;

/** As much as a wide screen can show. Longer sounds get between half of it and all of it. */
export const maximumPoints = 4096;

/**
 * Measures a sound of any length in one pass and a few kilobytes: when the points are full, each two of them become
 * one, and stretches become twice as long. A 5-minute cut at 48 kHz ends with 3,516 points of 4,096 frames.
 */
export function createPeakMeter(sampleRate: number): PeakMeter {
  const points = new Int8Array(2 * maximumPoints);
  let count = 0;
  let samplesPerPixel = finestPixel;
  let filled = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;

  function put(): void {
    points[2 * count] = low > high ? 0 : toEightBits(low);
    points[2 * count + 1] = low > high ? 0 : toEightBits(high);
    count++;
    filled = 0;
    low = Number.POSITIVE_INFINITY;
    high = Number.NEGATIVE_INFINITY;
  }

  /** A full stretch becomes a point, or the first half of a longer stretch. */
  function makeRoom(): void {
    if (count === maximumPoints) halve();
    else put();
  }

  /** Rounding keeps the order of values, so the extremes of two rounded points are those of both stretches. */
  function halve(): void {
    for (let index = 0; index < maximumPoints / 2; index++) {
      const [low1 = 0, high1 = 0, low2 = 0, high2 = 0] = points.subarray(4 * index, 4 * index + 4);
      points[2 * index] = Math.min(low1, low2);
      points[2 * index + 1] = Math.max(high1, high2);
    }
    count = maximumPoints / 2;
    samplesPerPixel *= 2;
  }

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

  return {
    push(planes) {
      const frames = planes[0]?.length ?? 0;
      for (let at = 0; at < frames; ) {
        // Only when another frame arrives: a sound that ends here keeps its finer points.
        if (filled === samplesPerPixel) makeRoom();
        const end = Math.min(at + samplesPerPixel - filled, frames);
        for (const samples of planes) widen(samples, at, end);
        filled += end - at;
        at = end;
      }
    },
    finish() {
      if (count === maximumPoints && filled > 0) halve();
      if (filled > 0) put();
      return { sampleRate, samplesPerPixel, points: points.slice(0, 2 * count) };
    },
  };
}

/** Rounds towards zero as audiowaveform does, so that dither noise stays a line. */
function toEightBits(value: number): number {
  return Math.max(-128, Math.min(127, Math.trunc(value * 128)));
}
