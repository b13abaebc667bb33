import { bandCentres, bandEdges } from './band-meter.ts';
import type { Change } from './difference.ts';
import { inaudible, type Levels } from './measure-matches.ts';
import { median, medianOfSorted, quartileRange, type Stretch, splitSeries } from './split-series.ts';

/** Level differences in decibels, by step and band; NaN where there is nothing to compare. */
export type LevelDifference = { gain: number; decibels: Float64Array; changes: Change[] };

const bands = bandCentres.length;
/** Power below which a band counts as empty: −80 dBFS, or 45 dB below what is loud in that band. */
const emptyPower = 1e-8;
const emptyShare = 10 ** -4.5;
/** A band 25 dB below its louder neighbour is masked by it, and codecs leave nothing sure there. */
const maskedShare = 10 ** -2.5;
const largest = 40;
/** The least change that is reported, in decibels, and the least product of its size and its seconds. */
const least = 0.7;
/** Codecs change the lowest and the highest band a little. */
const leastIn: Record<number, number> = { 0: 1, [bands - 1]: 1.5 };
const leastProduct = 1.5;
const treble = bands - 2;
/** Encoders change these bands by so much, in some steps and not in others: less must be steady to be reported. */
const restless: Record<number, number> = {
  0: Number.POSITIVE_INFINITY,
  [treble]: 1.2,
  [bands - 1]: Number.POSITIVE_INFINITY,
};
/** The least product of size and seconds of a treble change below its limit above, where an encoder may have made it. */
const leastTrebleProduct = 6;
/** How many times the spread of its steps a change is that an equaliser made, and one of the treble that isn't an encoder's. */
const steadyTimes = 3;
const encodedTimes = 1.1;
/** An encoder leaves nothing as it was: sounds that cancel out in this share of their steps are copies. */
const copiedShare = 0.05;
/** −60 dBFS: silence always cancels out. */
const silentPower = 1e-6;
/** The least duration of a change of some bands; a change of all of them may be as short as a dropped word. */
const leastBandSeconds = 1;
/** How far apart the changes of two bands may begin and end, in steps, and still be one change. */
const togetherSteps = 6;

/** The overall gain, and the stretches in which all bands or some are louder or quieter beyond it. */
export function findLevelChanges(levels: Levels): LevelDifference {
  const decibels = differences(levels);
  const gain = findGain(decibels);
  for (let at = 0; at < decibels.length; at++) decibels[at] = (decibels[at] as number) - gain;
  const rest = decibels.slice();
  const changes = takeGainChanges(rest, levels);
  const isCopy = areCopies(levels);
  const found = bandCentres.flatMap((_, band) => findBandChanges(rest, levels, band, isCopy));
  return { gain, decibels, changes: [...changes, ...joinBands(found, levels)] };
}

function differences({ steps, isMeasured, newer, older }: Levels): Float64Array {
  const decibels = new Float64Array(steps * bands).fill(Number.NaN);
  for (let band = 0; band < bands; band++) {
    const floorOf = (levels: Float64Array) =>
      Math.max(
        emptyPower,
        emptyShare * (columnOf(levels, band, 0, steps).sort()[Math.floor(0.95 * steps)] ?? 0),
      );
    const floors = [floorOf(newer), floorOf(older)] as const;
    for (let step = 0; step < steps; step++) {
      // Beside an edge of a match, fades belong to both sides.
      if (!isMeasured[step] || isMeasured[step - 1] === 0 || isMeasured[step + 1] === 0) continue;
      const at = step * bands + band;
      const [b, a] = [newer[at] as number, older[at] as number];
      if (b < Math.max(floors[0], mask(newer, at, band)) && a < Math.max(floors[1], mask(older, at, band)))
        continue;
      decibels[at] = Math.max(-largest, Math.min(largest, 10 * Math.log10((b + 1e-15) / (a + 1e-15))));
    }
  }
  return decibels;
}

function mask(powers: Float64Array, at: number, band: number): number {
  const below = band > 0 ? (powers[at - 1] as number) : 0;
  const above = band < bands - 1 ? (powers[at + 1] as number) : 0;
  return maskedShare * Math.max(below, above);
}

/**
 * The gain that most of the sound has in common: the most frequent difference, not the mean, so that half of the bands
 * may change without moving it. Of several that are as frequent, the one nearest to no gain at all.
 */
function findGain(decibels: Float64Array): number {
  const width = 0.1;
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
  const gain = median(decibels.filter((value) => Math.abs(value - mode) < 0.6));
  return Math.abs(gain) < 0.05 ? 0 : gain;
}

/** Changes of the level of the whole sound. Takes them out of `rest`. */
function takeGainChanges(rest: Float64Array, levels: Levels): Change[] {
  const { steps } = levels;
  const indices: number[] = [];
  const series: number[] = [];
  const row = new Float64Array(bands);
  for (let step = 0; step < steps; step++) {
    let count = 0;
    for (let at = step * bands; at < (step + 1) * bands; at++) {
      const value = rest[at] as number;
      if (!Number.isNaN(value)) row[count++] = value;
    }
    if (count < 3) continue;
    indices.push(step);
    series.push(medianOfSorted(row.subarray(0, count).sort()));
  }
  const changes: Change[] = [];
  for (const { from, to, value } of splitSeries(Float64Array.from(series))) {
    const range = rangeOf(indices, from, to, levels);
    if (!isLarge(value, range, least)) continue;
    const [first, last] = [indices[from] as number, (indices[to - 1] as number) + 1];
    const medians = bandCentres
      .map((_, band) => columnOf(rest, band, first, last).filter((value) => !Number.isNaN(value)))
      .filter((column) => column.length > (last - first) / 4)
      .map((column) => median(column));
    const alike = medians.filter((each) => Math.abs(each - value) < Math.max(0.5, 0.15 * Math.abs(value)));
    if (alike.length < 0.7 * medians.length) continue;
    const decibels = median(Float64Array.from(alike));
    for (let at = first * bands; at < last * bands; at++) rest[at] = (rest[at] as number) - decibels;
    changes.push({ kind: 'gain', ...range, decibels });
  }
  return changes;
}

type BandChange = { band: number; from: number; to: number; value: number };

function findBandChanges(rest: Float64Array, levels: Levels, band: number, isCopy: boolean): BandChange[] {
  const indices: number[] = [];
  const series: number[] = [];
  for (let step = 0; step < levels.steps; step++) {
    const value = rest[step * bands + band] as number;
    if (Number.isNaN(value)) continue;
    indices.push(step);
    series.push(value);
  }
  if (series.length < 3) return [];
  const threshold = leastIn[band] ?? least;
  const values = Float64Array.from(series);
  const isTrusted = (stretch: Stretch) => {
    const times = Math.abs(stretch.value) / spreadOf(stretch, values);
    const isClear = Math.abs(stretch.value) >= (restless[band] ?? 0);
    if (isCopy || band !== treble) return isClear || times >= steadyTimes;
    if (isClear) return times >= encodedTimes;
    const seconds = (stretch.to - stretch.from) * levels.stepSeconds;
    return times >= steadyTimes && Math.abs(stretch.value) * seconds >= leastTrebleProduct;
  };
  return splitSeries(values)
    .filter(isTrusted)
    .map(({ from, to, value }) => ({ band, ...rangeOf(indices, from, to, levels), value }))
    .filter(
      (change) => isLarge(change.value, change, threshold) && change.to - change.from > leastBandSeconds,
    );
}

/** How far apart the steps of a stretch are. An equaliser moves all alike. */
const spreadOf = ({ from, to }: Stretch, series: Float64Array) => quartileRange(series.subarray(from, to));

/** Whether some of the sound is the same in both, to the sample but for its level. */
function areCopies({ steps, isMeasured, residual, power }: Levels): boolean {
  let loud = 0;
  let same = 0;
  for (let step = 0; step < steps; step++) {
    if (!isMeasured[step] || (power.newer[step] as number) < silentPower) continue;
    loud++;
    if ((residual[step] as number) <= inaudible) same++;
  }
  return same >= copiedShare * loud;
}

/** Changes of neighbouring bands that begin and end together are one, as large as the largest of them. */
function joinBands(found: BandChange[], { stepSeconds }: Levels): Change[] {
  const groups: BandChange[][] = [];
  for (const change of found) {
    const group = groups.find((members) => {
      const last = members.at(-1) as BandChange;
      const isTogether = [last.from - change.from, last.to - change.to].every(
        (apart) => Math.abs(apart) < togetherSteps * stepSeconds,
      );
      return last.band === change.band - 1 && isTogether && last.value * change.value > 0;
    });
    if (group) group.push(change);
    else groups.push([change]);
  }
  return groups.map((group) => {
    const top = group.reduce((largest, change) =>
      Math.abs(change.value) > Math.abs(largest.value) ? change : largest,
    );
    const [low] = bandEdges(group[0]?.band ?? 0);
    const [, high] = bandEdges(group.at(-1)?.band ?? 0);
    return {
      kind: 'band',
      from: top.from,
      to: top.to,
      band: { from: Math.round(low), to: Math.round(high) },
      decibels: top.value,
    };
  });
}

/** The time of a stretch of measured steps. The first and the last reach to the ends. */
function rangeOf(indices: number[], from: number, to: number, { steps, stepSeconds }: Levels) {
  const first = from === 0 ? 0 : (indices[from] ?? 0);
  const last = to >= indices.length ? steps : (indices[to] ?? steps);
  return { from: first * stepSeconds, to: last * stepSeconds };
}

function isLarge(decibels: number, { from, to }: { from: number; to: number }, threshold: number): boolean {
  return Math.abs(decibels) >= threshold && Math.abs(decibels) * (to - from) >= leastProduct;
}

/** The values of a band from one step to another. */
function columnOf(rows: Float64Array, band: number, from: number, to: number): Float64Array {
  const column = new Float64Array(to - from);
  for (let step = from; step < to; step++) column[step - from] = rows[step * bands + band] as number;
  return column;
}
