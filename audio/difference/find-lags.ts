import { createFourier, powerOfTwo } from './fourier.ts';

/** Lags worth a closer look. Repeated music gives more than one. */
const maximumLags = 10;
/** Bins this much weaker than the strongest hold nothing but rounding. */
const weakest = 1e-9;

/**
 * The lags, in samples, at which `newer` follows `older`: the highest peaks of their cross-correlation, with each
 * frequency weighted alike (GCC-PHAT), so that bass doesn't blur it and equalisation doesn't move it. A section that
 * was inserted or removed gives a peak for each side of it.
 */
export function findLags(newer: Float32Array, older: Float32Array): number[] {
  const size = powerOfTwo(newer.length + older.length);
  const correlation = correlate(newer, older, size);
  const peaks: { lag: number; height: number }[] = [];
  const value = (lag: number) => correlation[2 * ((lag + size) % size)] as number;
  let lowest = 0;
  for (let lag = 1 - older.length; lag < newer.length; lag++) {
    const height = value(lag);
    if (height <= lowest || height < value(lag - 1) || height < value(lag + 1)) continue;
    peaks.push({ lag: lag + vertex(value(lag - 1), height, value(lag + 1)), height });
    if (peaks.length < 400) continue;
    peaks.sort((a, b) => b.height - a.height);
    peaks.length = 100;
    lowest = peaks[99]?.height ?? 0;
  }
  peaks.sort((a, b) => b.height - a.height);
  const lags: number[] = [];
  for (const { lag } of peaks) {
    if (lags.every((other) => Math.abs(other - lag) > 3)) lags.push(lag);
    if (lags.length === maximumLags) break;
  }
  return lags;
}

function correlate(newer: Float32Array, older: Float32Array, size: number): Float64Array {
  const fourier = createFourier(size);
  const both = new Float64Array(2 * size);
  const spectrum = new Float64Array(2 * size);
  // One transform for both: real signals leave room for a second one in the imaginary part.
  for (let at = 0; at < older.length; at++) both[2 * at] = older[at] as number;
  for (let at = 0; at < newer.length; at++) both[2 * at + 1] = newer[at] as number;
  fourier.transform(spectrum, both);
  both.fill(0);
  let strongest = 0;
  for (let bin = 1; bin < 0.4 * size; bin++) {
    const mirror = size - bin;
    const [re, im] = [spectrum[2 * bin] as number, spectrum[2 * bin + 1] as number];
    const [mirrorRe, mirrorIm] = [spectrum[2 * mirror] as number, spectrum[2 * mirror + 1] as number];
    const [olderRe, olderIm] = [re + mirrorRe, im - mirrorIm];
    const [newerRe, newerIm] = [im + mirrorIm, mirrorRe - re];
    const crossRe = newerRe * olderRe + newerIm * olderIm;
    const crossIm = newerIm * olderRe - newerRe * olderIm;
    both[2 * bin] = crossRe;
    both[2 * bin + 1] = crossIm;
    strongest = Math.max(strongest, crossRe * crossRe + crossIm * crossIm);
  }
  for (let bin = 1; bin < 0.4 * size; bin++) {
    const power = (both[2 * bin] as number) ** 2 + (both[2 * bin + 1] as number) ** 2;
    const scale = power > strongest * weakest * weakest ? 1 / Math.sqrt(power) : 0;
    both[2 * bin] = (both[2 * bin] as number) * scale;
    both[2 * bin + 1] = (both[2 * bin + 1] as number) * scale;
    both[2 * (size - bin)] = both[2 * bin] as number;
    both[2 * (size - bin) + 1] = -(both[2 * bin + 1] as number);
  }
  fourier.inverse(spectrum, both);
  return spectrum;
}

/** The highest point of a parabola through three values, from the middle one. */
export function vertex(left: number, middle: number, right: number): number {
  const curve = left - 2 * middle + right;
  return curve < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * curve))) : 0;
}
