import { inaudible, type Levels, silentPower } from './measure-matches.ts';
import { median } from './split-series.ts';

/** Differences beyond this are not told apart, in decibels. */
export const largest = 40;
/** An encoder leaves nothing as it was: sounds that cancel out in this share of their steps are copies. */
const copiedShare = 0.05;
/** The share of the steps that must cancel out for their gains to be the gain of the whole. */
const exactShare = 0.5;

/** Whether some of the sound is the same in both, to the sample but for its level. */
export function areCopies({ steps, isMeasured, residual, power }: Levels): boolean {
  let loud = 0;
  let same = 0;
  for (let step = 0; step < steps; step++) {
    if (!isMeasured[step] || (power.newer[step] as number) < silentPower) continue;
    loud++;
    if ((residual[step] as number) <= inaudible) same++;
  }
  return same >= copiedShare * loud;
}

/** The gains of the steps that cancel out, in decibels; NaN for others, and for silence. */
export function exactGains({ steps, isMeasured, residual, power }: Levels): Float64Array {
  return Float64Array.from({ length: steps }, (_, step) => {
    const [b, a] = [power.newer[step] as number, power.older[step] as number];
    const isNull = isMeasured[step] && (residual[step] as number) <= inaudible;
    return isNull && Math.min(a, b) >= silentPower ? 10 * Math.log10(b / a) : Number.NaN;
  });
}

/** The most frequent gain of the steps that cancel out; null if they are too few. */
export function findExactGain(exact: Float64Array, { steps, isMeasured, power }: Levels): number | null {
  let loud = 0;
  for (let step = 0; step < steps; step++)
    if (isMeasured[step] && (power.newer[step] as number) >= silentPower) loud++;
  const known = exact.filter((value) => !Number.isNaN(value));
  if (known.length === 0 || known.length < exactShare * loud) return null;
  return mostFrequent(known, 0.02);
}

/**
 * The gain that most of the sound has in common: the most frequent difference, not the mean, so that half of the bands
 * may change without moving it. Of several that are as frequent, the one nearest to no gain at all.
 */
export const findGain = (decibels: Float64Array): number => mostFrequent(decibels, 0.1);

/** `width`: the precision of the values, in decibels. */
function mostFrequent(decibels: Float64Array, width: number): number {
  const reach = 5;
  const counts = new Float64Array(Math.round((2 * largest) / width) + 1);
  for (const value of decibels) {
    const bin = Math.round((value + largest) / width);
    if (Number.isNaN(bin)) continue;
    counts[bin] = (counts[bin] as number) + 1;
  }
  const smooth = counts.map((_, bin) => {
    let sum = 0;
    for (let other = -reach; other <= reach; other++)
      sum += (counts[bin + other] ?? 0) * (reach + 1 - Math.abs(other));
    return sum;
  });
  const most = smooth.reduce((top, value) => Math.max(top, value), 0);
  if (most === 0) return 0;
  let mode = Number.POSITIVE_INFINITY;
  for (const [bin, value] of smooth.entries()) {
    const here = bin * width - largest;
    if (value > 0.85 * most && Math.abs(here) < Math.abs(mode)) mode = here;
  }
  const gain = median(decibels.filter((value) => Math.abs(value - mode) < 6 * width));
  return Math.abs(gain) < 0.05 ? 0 : gain;
}
