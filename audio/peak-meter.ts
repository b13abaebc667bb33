/** The lowest and the highest value of a stretch of sound, full scale = ±1. Of nothing: low above high. */
export type Extremes = { low: number; high: number };

/**
 * Lowest and highest value of each stretch of `samplesPerPixel` frames, over all channels: so what is out of phase
 * doesn't vanish, as it does in a mean, and a channel that clips shows. `points` are pairs, eight bits each.
 */
export type Peaks = { sampleRate: number; samplesPerPixel: number; points: Int8Array };

export type PeakMeter = {
  /** The next `frames` frames; `extremes` is asked for stretches of them, from one frame to before another. */
  add(frames: number, extremes: (from: number, to: number) => Extremes): void;
  finish(): Peaks;
};

/** The finest stretch, in frames: what a sound of up to 20 s at 48 kHz gets. */
const finestPixel = 256;

/** Between half of it and all of it, for every sound that is not shorter: as much as a wide screen can show. */
export const maximumPoints = 4096;

/**
 * Measures a sound of any length in one pass and the same few kilobytes: when the room is full, each two points
 * become one and the stretches twice as long. A 5-minute cut at 48 kHz ends with 3,516 points of 4,096 frames.
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

  /** The stretch is full: it becomes a point, or the first half of a longer stretch. */
  function makeRoom(): void {
    if (count === maximumPoints) halve();
    else put();
  }

  /** Eight bits rise with the value, so that the extremes of two stretches are those of the one they become. */
  function halve(): void {
    for (let index = 0; index < maximumPoints / 2; index++) {
      const [low1 = 0, high1 = 0, low2 = 0, high2 = 0] = points.subarray(4 * index, 4 * index + 4);
      points[2 * index] = Math.min(low1, low2);
      points[2 * index + 1] = Math.max(high1, high2);
    }
    count = maximumPoints / 2;
    samplesPerPixel *= 2;
  }

  return {
    add(frames, extremes) {
      for (let at = 0; at < frames; ) {
        // Not before a frame comes that needs the room: a sound that ends here keeps its finer points.
        if (filled === samplesPerPixel) makeRoom();
        const end = Math.min(at + samplesPerPixel - filled, frames);
        const stretch = extremes(at, end);
        low = Math.min(low, stretch.low);
        high = Math.max(high, stretch.high);
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

/** As audiowaveform does: towards zero, so that the noise of a dither stays a line. */
function toEightBits(value: number): number {
  return Math.max(-128, Math.min(127, Math.trunc(value * 128)));
}
