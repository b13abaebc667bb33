import { createFourier, powerOfTwo } from './fourier.ts';

/** Peaks worth a closer look. Repeated music gives more than one. */
const maximumPeaks = 7;
/** The windows in which music that repeats is searched along the diagonal, and the samples that are enough for one. */
const windows = 24;
const leastWindow = 2 ** 13;
/** Of the height of the same sound at one lag. Chance gives some hundredths. */
const leastHeight = 0.15;
/** Bins this much weaker than the strongest hold nothing but rounding. */
const weakest = 1e-9;

/**
 * The lags, in samples, at which `newer` follows `older`: the highest peaks of their cross-correlation, with each
 * frequency weighted alike (GCC-PHAT), so that bass doesn't blur it and equalisation doesn't move it. A section that
 * was inserted or removed gives a peak for each side of it. The correlation is circular, of half the size that all lags
 * need, so a peak may stand for two of them.
 */
export function findLags(newer: Float32Array, older: Float32Array): number[] {
  const { peaks, size } = findPeaks(newer, older, maximumPeaks);
  return peaks
    .flatMap(({ at }) => [at, at - size])
    .filter((lag) => -older.length < lag && lag < newer.length);
}

/**
 * The lags near the diagonal: those of short windows at the same place in both sounds. Music that repeats correlates with
 * every repetition of itself, and the peaks of the right ones may be the lowest.
 */
export function findNearLags(newer: Float32Array, older: Float32Array): number[] {
  const length = Math.max(leastWindow, Math.ceil(newer.length / windows));
  const found: number[] = [];
  for (let from = 0; from < Math.min(newer.length, older.length); from += length) {
    const parts = [newer, older].map((sound) => sound.subarray(from, from + length)) as [
      Float32Array,
      Float32Array,
    ];
    const { peaks, size } = findPeaks(...parts, 1);
    for (const { at, height } of peaks) {
      const lag = at > size / 2 ? at - size : at;
      if (height >= leastHeight && found.every((other) => areApart(other, lag))) found.push(lag);
    }
  }
  return found;
}

export const areApart = (left: number, right: number) => Math.abs(left - right) > 3;

type Peak = { at: number; height: number };

/** The highest peaks. The height of the same sound at one lag is 1. */
function findPeaks(newer: Float32Array, older: Float32Array, most: number): { peaks: Peak[]; size: number } {
  const size = powerOfTwo(Math.max(newer.length, older.length));
  const { correlation, bins } = correlate(newer, older, size);
  const value = (index: number) => correlation[2 * ((index + size) % size)] as number;
  let peaks: Peak[] = [];
  let lowest = 0;
  for (let at = 0; at < size; at++) {
    const height = correlation[2 * at] as number;
    if (height <= lowest || height < value(at - 1) || height < value(at + 1)) continue;
    peaks.push({ at: at + vertex(value(at - 1), height, value(at + 1)), height });
    if (peaks.length < 400) continue;
    peaks = peaks.sort((a, b) => b.height - a.height).slice(0, 100);
    lowest = peaks[99]?.height ?? 0;
  }
  peaks.sort((a, b) => b.height - a.height);
  const found: Peak[] = [];
  for (const { at, height } of peaks) {
    if (found.every((other) => areApart(other.at, at))) found.push({ at, height: height / (2 * bins) });
    if (found.length === most) break;
  }
  return { peaks: found, size };
}

/** The real parts are the correlation; the sum of the `bins` that have sound, and of their mirrors, is its limit. */
function correlate(newer: Float32Array, older: Float32Array, size: number) {
  const fourier = createFourier(size);
  const numbers = fourier.numbers();
  numbers.fill(0);
  // One transform for both: real signals leave room for a second one in the imaginary part.
  for (let at = 0; at < older.length; at++) numbers[2 * at] = older[at] as number;
  for (let at = 0; at < newer.length; at++) numbers[2 * at + 1] = newer[at] as number;
  fourier.transform();
  const end = Math.ceil(0.4 * size);
  let strongest = 0;
  for (let bin = 1; bin < end; bin++) {
    const mirror = size - bin;
    const re = numbers[2 * bin] as number;
    const im = numbers[2 * bin + 1] as number;
    const mirrorRe = numbers[2 * mirror] as number;
    const mirrorIm = numbers[2 * mirror + 1] as number;
    const olderRe = re + mirrorRe;
    const olderIm = im - mirrorIm;
    const newerRe = im + mirrorIm;
    const newerIm = mirrorRe - re;
    const crossRe = newerRe * olderRe + newerIm * olderIm;
    const crossIm = newerIm * olderRe - newerRe * olderIm;
    numbers[2 * bin] = crossRe;
    numbers[2 * bin + 1] = crossIm;
    strongest = Math.max(strongest, crossRe * crossRe + crossIm * crossIm);
  }
  let bins = 0;
  for (let bin = 1; bin < end; bin++) {
    const re = numbers[2 * bin] as number;
    const im = numbers[2 * bin + 1] as number;
    const power = re * re + im * im;
    const scale = power > strongest * weakest * weakest ? 1 / Math.sqrt(power) : 0;
    if (scale > 0) bins++;
    numbers[2 * bin] = re * scale;
    numbers[2 * bin + 1] = im * scale;
    numbers[2 * (size - bin)] = re * scale;
    numbers[2 * (size - bin) + 1] = -im * scale;
  }
  numbers.fill(0, 0, 2);
  numbers.fill(0, 2 * end, 2 * (size - end + 1));
  fourier.inverse();
  return { correlation: numbers, bins: Math.max(1, bins) };
}

/** The highest point of a parabola through three values, from the middle one. */
export function vertex(left: number, middle: number, right: number): number {
  const curve = left - 2 * middle + right;
  return curve < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * curve))) : 0;
}
