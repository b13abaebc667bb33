import { bandCentres } from './band-meter.ts';
import type { Change } from './difference.ts';
import { inaudible, type Levels, silentPower } from './measure-matches.ts';
import { median, quartileRange, splitSeries } from './split-series.ts';

const bands = bandCentres.length;
/** Power below which noise isn't reported, in decibels below full scale: dither of 16 bits is at −96. */
const quietest = -85;
const floor = 1e-11;
const shortestSeconds = 1;
/** Half of the steps of steady noise are within so many decibels. */
const steadyDecibels = 3;
/**
 * How much louder noise makes the band that shows it most, where no music beside it cancels out: what an encoder leaves of
 * a noise bed is as steady as noise, but adds to no band.
 */
const leastRise = 0.3;
/** An equaliser or a codec leaves a remainder that follows the level of the music; noise doesn't. */
const mostCorrelation = 0.5;
/** Level changes may be found this much beyond the noise that explains them. */
const explainedSeconds = 1;

/**
 * The stretches with steady noise in one of two sounds that cancel out beside it, or with the same noise from beginning
 * to end. It is found in what is left when one sound is subtracted from the other, far below the music. `decibels`: as
 * found by bands, without the gain.
 */
export function findNoise(levels: Levels, decibels: Float64Array): Change[] {
  const indices: number[] = [];
  for (let step = 0; step < levels.steps; step++) {
    const isInside = levels.isMeasured[step - 1] !== 0 && levels.isMeasured[step + 1] !== 0;
    if (levels.isMeasured[step] && isInside) indices.push(step);
  }
  const isNull = Float64Array.from(indices, (step) =>
    (levels.residual[step] as number) <= inaudible ? 1 : 0,
  );
  return (['newer', 'older'] as const).flatMap((side) => {
    const power = Float64Array.from(indices, (step) => levels.power[side][step] as number);
    const music = power.map(toDecibels);
    const left = power.map((value, index) =>
      toDecibels(value * (levels.residual[indices[index] as number] as number)),
    );
    const middle = median(left);
    const stretches = splitSeries(left.map((value) => value - middle));
    const remainders = stretches.map(({ from, to }) => {
      if (median(isNull.subarray(from, to)) !== 1) return 'sound';
      // Silence cancels out in encoded sounds, too.
      return median(power.subarray(from, to)) < silentPower ? 'silence' : 'nothing';
    });
    return stretches.flatMap(({ from, to }, index): Change[] => {
      const values = left.subarray(from, to);
      const level = median(values);
      const seconds = (to - from) * levels.stepSeconds;
      if (level < quietest || seconds < shortestSeconds || remainders[index] !== 'sound') return [];
      const beside = [remainders[index - 1], remainders[index + 1]];
      if (beside.includes('sound')) return [];
      if (quartileRange(values) > steadyDecibels) return [];
      if (Math.abs(correlation(values, music.subarray(from, to))) > mostCorrelation) return [];
      const first = indices[from] as number;
      const end = (indices[to - 1] as number) + 1;
      const rise = (side === 'newer' ? 1 : -1) * largestMedian(decibels, first, end);
      if (beside.includes('nothing') ? rise <= 0 : rise < leastRise) return [];
      const kind = side === 'newer' ? 'noise' : 'cleaned';
      return [{ kind, from: first * levels.stepSeconds, to: end * levels.stepSeconds, decibels: level }];
    });
  });
}

const toDecibels = (power: number) => 10 * Math.log10(power + floor);

/** Whether noise explains that a band is louder, or quieter where the noise is gone. */
export function isExplained(change: Change, noises: readonly Change[]): boolean {
  return noises.some(
    ({ kind, from, to }) =>
      change.kind === 'band' &&
      (kind === 'noise') === (change.decibels ?? 0) > 0 &&
      change.from > from - explainedSeconds &&
      change.to < to + explainedSeconds,
  );
}

/** Of the band that differs most, since noise shows where the music is quiet. */
function largestMedian(decibels: Float64Array, from: number, to: number): number {
  let largest = 0;
  for (let band = 0; band < bands; band++) {
    const values: number[] = [];
    for (let step = from; step < to; step++) {
      const value = decibels[step * bands + band] as number;
      if (!Number.isNaN(value)) values.push(value);
    }
    const value = values.length < (to - from) / 4 ? 0 : median(Float64Array.from(values));
    if (Math.abs(value) > Math.abs(largest)) largest = value;
  }
  return largest;
}

function correlation(left: Float64Array, right: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [leftMean, rightMean] = [mean(left), mean(right)];
  let [both, leftPower, rightPower] = [0, 0, 0];
  for (let at = 0; at < left.length; at++) {
    const a = (left[at] as number) - leftMean;
    const b = (right[at] as number) - rightMean;
    both += a * b;
    leftPower += a * a;
    rightPower += b * b;
  }
  return leftPower > 0 && rightPower > 0 ? both / Math.sqrt(leftPower * rightPower) : 0;
}
