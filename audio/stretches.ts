import type { Planes } from './samples.ts';

/** Gathers the samples of the stretch being read, and keeps a figure for each finished one. */
export type Gatherer = {
  /** Frames `from` to `to` of all channels belong to the current stretch. */
  gather(planes: Planes, from: number, to: number): void;
  /** The current stretch is finished: it becomes point `index`. */
  put(index: number): void;
  /** Points `2 * index` and `2 * index + 1` become point `index`, for every index below `count`. */
  halve(count: number): void;
};

/** The finest stretch, in frames, for sounds of up to 20 s at 48 kHz. */
const finestPixel = 256;

/** As much as a wide screen can show. Longer sounds get between half of it and all of it. */
export const maximumPoints = 4096;

/**
 * Divides a sound of any length into at most `maximumPoints` stretches, in one pass: when the points are full, each two
 * of them become one, and stretches become twice as long. A 5-minute cut at 48 kHz ends with 3,516 points of 4,096
 * frames. All figures of a sound have the same points.
 */
export function createStretches(gatherer: Gatherer) {
  let count = 0;
  let samplesPerPixel = finestPixel;
  let filled = 0;

  function put(): void {
    gatherer.put(count);
    count++;
    filled = 0;
  }

  /** Before the figures halve, `count` points are full. */
  function halve(): void {
    count = maximumPoints / 2;
    gatherer.halve(count);
    samplesPerPixel *= 2;
  }

  return {
    push(planes: Planes): void {
      const frames = planes[0]?.length ?? 0;
      for (let at = 0; at < frames; ) {
        // Only when another frame arrives: a sound that ends here keeps its finer points.
        if (filled === samplesPerPixel) {
          if (count === maximumPoints) halve();
          else put();
        }
        const end = Math.min(at + samplesPerPixel - filled, frames);
        gatherer.gather(planes, at, end);
        filled += end - at;
        at = end;
      }
    },
    finish(): { samplesPerPixel: number; count: number } {
      if (count === maximumPoints && filled > 0) halve();
      if (filled > 0) put();
      return { samplesPerPixel, count };
    },
  };
}
