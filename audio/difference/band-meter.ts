import { smoothInto } from './decimate.ts';
import { createFourier, hann, powerOfTwo } from './fourier.ts';

/** Centres of octave bands, in Hz. */
export const bandCentres = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000];

/** The first bands need a longer stretch of sound, at a lower rate, to be told apart. */
const lowBands = 4;
const lowRate = 3000;
const lowSeconds = 0.16;
const highSeconds = 0.0213;
/** Codecs cut off what is above, which nobody hears. */
const highestHertz = 15_500;

export const bandEdges = (band: number): [low: number, high: number] => {
  const centre = bandCentres[band] ?? 0;
  return [centre / Math.SQRT2, Math.min(centre * Math.SQRT2, 2 * highestHertz)];
};

/** Measures the power in each band around a moment. */
export type BandMeter = {
  /** Frames that a measurement needs, with the moment in their middle. */
  spanFrames: number;
  /**
   * Adds the mean power of each band to `into`, from `at`. `from`: the place of the span in the sound, in frames. What it
   * shares with the span before is only smoothed once, so `from` is NaN for one whose samples have changed.
   */
  measure(span: Float32Array[], from: number, into: Float64Array, at: number): void;
};

/**
 * `limit`: the highest frequency that both sounds have, in Hz. `spread`: how far apart the two short windows are, in
 * seconds. `isFine`: for a comparison with another sample rate, whose bins are at other frequencies.
 */
export function createBandMeter(
  sampleRate: number,
  { limit, spread, isFine }: { limit: number; spread: number; isFine: boolean },
): BandMeter {
  const factor = Math.max(1, Math.round(sampleRate / lowRate));
  const low = createWindowed(
    Math.round((lowSeconds * sampleRate) / factor),
    sampleRate / factor,
    isFine ? 4 : 1,
  );
  const high = createWindowed(Math.round(highSeconds * sampleRate), sampleRate, isFine ? 2 : 1);
  const lowFrames = (low.length + 1) * factor;
  const spanFrames = Math.max(lowFrames, high.length + Math.ceil(spread * sampleRate));
  const lowStart = (spanFrames - lowFrames) >> 1;
  const highStarts = [-0.5, 0.5].map((side) =>
    Math.round((spanFrames - high.length) / 2 + side * spread * sampleRate),
  );
  /** The last span at the low rate, by channel, and its place. */
  const slow: Float32Array[] = [];
  let slowFrom = Number.NaN;
  const top = Math.min(highestHertz, limit);
  const ranges = bandCentres.map((_, band) => {
    const [from, to] = bandEdges(band);
    if (from >= 0.9 * top) return null;
    return (band < lowBands ? low : high).range(from, Math.min(to, top));
  });

  function smooth(span: Float32Array[], from: number): void {
    const moved = (from - slowFrom) / factor;
    const isOverlapping = Number.isInteger(moved) && moved >= 0 && moved < low.length;
    const kept = isOverlapping ? low.length - moved : 0;
    for (const [channel, plane] of span.entries()) {
      slow[channel] ??= new Float32Array(low.length);
      const samples = slow[channel] as Float32Array;
      samples.copyWithin(0, low.length - kept);
      const missing = { from: lowStart + kept * factor, factor, count: low.length - kept };
      smoothInto(samples.subarray(kept), plane, missing);
    }
    slowFrom = from;
  }

  return {
    spanFrames,
    measure(span, from, into, at) {
      const share = 1 / span.length;
      smooth(span, from);
      for (let channel = 0; channel < span.length; channel += 2) {
        const first = span[channel] as Float32Array;
        const second = span[channel + 1] ?? null;
        low.transform(slow[channel] as Float32Array, second && (slow[channel + 1] as Float32Array), 0);
        for (let band = 0; band < lowBands; band++) add(low, band, share);
        for (const start of highStarts) {
          high.transform(first, second, start);
          for (let band = lowBands; band < bandCentres.length; band++)
            add(high, band, share / highStarts.length);
        }
      }

      function add(windowed: typeof low, band: number, scale: number): void {
        const range = ranges[band];
        if (range) into[at + band] = (into[at + band] as number) + scale * windowed.power(range);
      }
    },
  };
}

/** The spectrum of a stretch of `length` samples, of two channels at once: one in each part of complex numbers. */
function createWindowed(length: number, rate: number, padding: number) {
  const size = padding * powerOfTwo(length);
  const fourier = createFourier(size);
  const window = hann(length);
  const scale = 1 / (size * window.reduce((sum, value) => sum + value * value, 0));
  return {
    length,
    transform(first: Float32Array, second: Float32Array | null, start: number): void {
      const numbers = fourier.numbers();
      for (let at = 0; at < length; at++) {
        const weight = window[at] as number;
        numbers[2 * at] = weight * (first[start + at] as number);
        numbers[2 * at + 1] = second ? weight * (second[start + at] as number) : 0;
      }
      numbers.fill(0, 2 * length);
      fourier.transform();
    },
    /** A sum of bins between two frequencies, with a share of the bins at both ends. */
    range(from: number, to: number): BinRange {
      const low = (from * size) / rate;
      const high = (to * size) / rate;
      const first = Math.max(1, Math.round(low));
      const last = Math.min(size / 2 - 1, Math.round(high));
      const share = (bin: number) => scale * Math.max(0, Math.min(1, bin + 0.5 - low, high - bin + 0.5));
      return {
        first,
        shares: Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => share(first + at)),
      };
    },
    /** Mean power of both channels together in a range. */
    power({ first, shares }: BinRange): number {
      const numbers = fourier.numbers();
      let sum = 0;
      let mirrored = 0;
      for (
        let at = 0, bin = 2 * first, mirror = 2 * (size - first);
        at < shares.length;
        at++, bin += 2, mirror -= 2
      ) {
        const share = shares[at] as number;
        const re = numbers[bin] as number;
        const im = numbers[bin + 1] as number;
        const mirrorRe = numbers[mirror] as number;
        const mirrorIm = numbers[mirror + 1] as number;
        sum += share * (re * re + im * im);
        mirrored += share * (mirrorRe * mirrorRe + mirrorIm * mirrorIm);
      }
      return sum + mirrored;
    },
  };
}

type BinRange = { first: number; shares: Float64Array };
