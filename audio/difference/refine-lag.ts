import { vertex } from './find-lags.ts';
import { createFourier, hann } from './fourier.ts';

const blockSamples = 4096;
const maximumBlocks = 16;
/** How far the true lag may be from the estimate, in samples. */
const searched = 24;

/**
 * The lag of a run to about a hundredth of a sample: where its blocks correlate best, and then the slope of the phase
 * over the frequencies. `from`, `to` and the estimate in samples.
 */
export function refineLag(
  newer: Float32Array,
  older: Float32Array,
  run: { from: number; to: number; lag: number },
): number {
  const fourier = createFourier(blockSamples);
  const window = hann(blockSamples);
  const whole = Math.round(run.lag);
  const room = run.to - run.from - blockSamples;
  const count = Math.max(1, Math.min(maximumBlocks, Math.floor(room / blockSamples)));
  const found: { lag: number; weight: number }[] = [];
  for (let block = 0; block < count; block++) {
    const at = Math.round(run.from + (Math.max(0, room) * (block + 0.5)) / count);
    const spectrum = crossSpectrum(newer, at, older, at - whole);
    const peak = findPeak(spectrum);
    found.push({ lag: whole + peak.lag + phaseSlope(spectrum, peak.lag), weight: peak.height });
  }
  return weightedMedian(found);

  function crossSpectrum(b: Float32Array, bAt: number, a: Float32Array, aAt: number): Float64Array {
    const both = fourier.numbers();
    for (let index = 0; index < blockSamples; index++) {
      both[2 * index] = (a[aAt + index] ?? 0) * (window[index] as number);
      both[2 * index + 1] = (b[bAt + index] ?? 0) * (window[index] as number);
    }
    fourier.transform();
    const cross = new Float64Array(2 * blockSamples);
    for (let bin = 2; bin < 0.35 * blockSamples; bin++) {
      const mirror = blockSamples - bin;
      const re = both[2 * bin] as number;
      const im = both[2 * bin + 1] as number;
      const mirrorRe = both[2 * mirror] as number;
      const mirrorIm = both[2 * mirror + 1] as number;
      const aRe = re + mirrorRe;
      const aIm = im - mirrorIm;
      const bRe = im + mirrorIm;
      const bIm = mirrorRe - re;
      cross[2 * bin] = bRe * aRe + bIm * aIm;
      cross[2 * bin + 1] = bIm * aRe - bRe * aIm;
    }
    return cross;
  }

  function findPeak(cross: Float64Array): { lag: number; height: number } {
    const white = fourier.numbers();
    white.fill(0);
    let total = 0;
    for (let bin = 2; bin < 0.35 * blockSamples; bin++) {
      const re = cross[2 * bin] as number;
      const im = cross[2 * bin + 1] as number;
      const size = Math.sqrt(re * re + im * im);
      const scale = size > 0 ? 1 / Math.sqrt(size) : 0;
      total += size * scale;
      white[2 * bin] = re * scale;
      white[2 * bin + 1] = im * scale;
    }
    fourier.inverse();
    const value = (lag: number) => white[2 * ((lag + blockSamples) % blockSamples)] as number;
    let best = 0;
    for (let lag = -searched; lag <= searched; lag++) if (value(lag) > value(best)) best = lag;
    const lag = best + vertex(value(best - 1), value(best), value(best + 1));
    return { lag, height: total > 0 ? Math.max(0, value(best)) / total : 0 };
  }

  /** The rest of the lag that the phases show once `lag` was taken out. */
  function phaseSlope(cross: Float64Array, lag: number): number {
    let slope = 0;
    let total = 0;
    for (let bin = 2; bin < 0.35 * blockSamples; bin++) {
      const re = cross[2 * bin] as number;
      const im = cross[2 * bin + 1] as number;
      const frequency = (2 * Math.PI * bin) / blockSamples;
      const cos = Math.cos(frequency * lag);
      const sin = Math.sin(frequency * lag);
      const phase = Math.atan2(im * cos + re * sin, re * cos - im * sin);
      // Equalisers turn the phase of low frequencies most.
      const weight = Math.sqrt(Math.sqrt(re * re + im * im)) * frequency ** 3;
      // Phases that disagree are other sound.
      if (Math.abs(phase) > 1) continue;
      slope += weight * phase;
      total += weight * frequency;
    }
    return total > 0 ? -slope / total : 0;
  }
}

function weightedMedian(values: { lag: number; weight: number }[]): number {
  const sorted = values.toSorted((a, b) => a.lag - b.lag);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let sum = 0;
  for (const { lag, weight } of sorted) {
    sum += weight;
    if (sum >= half) return lag;
  }
  return sorted[0]?.lag ?? 0;
}
