import { bandCentres, bandEdges } from './band-meter.ts';
import type { Change } from './difference.ts';
import type { Levels } from './measure-matches.ts';
import { median, quartileRange, type Stretch, splitSeries } from './split-series.ts';

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
/** Encoders change the highest bands by so much, in some steps and not in others: less must be steady to be reported. */
const restless: Record<number, number> = { [bands - 2]: 1.2, [bands - 1]: Number.POSITIVE_INFINITY };
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
  const found = bandCentres.flatMap((_, band) => findBandChanges(rest, levels, band));
  return { gain, decibels, changes: [...changes, ...joinBands(found, levels)] };
}

function differences({ steps, isMeasured, newer, older }: Levels): Float64Array {
  const decibels = new Float64Array(steps * bands).fill(Number.NaN);
  for (let band = 0; band < bands; band++) {
    const column = (levels: Float64Array) =>
      Float64Array.from({ length: steps }, (_, step) => levels[step * bands + band] as number);
    const floorOf = (values: Float64Array) =>
      Math.max(emptyPower, emptyShare * (values.sort()[Math.floor(0.95 * steps)] ?? 0));
    const floors = [floorOf(column(newer)), floorOf(column(older))] as const;
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
  for (let step = 0; step < steps; step++) {
    const row = rest.subarray(step * bands, step * bands + bands).filter((value) => !Number.isNaN(value));
    if (row.length < 3) continue;
    indices.push(step);
    series.push(median(row));
  }
  const changes: Change[] = [];
  for (const { from, to, value } of splitSeries(Float64Array.from(series))) {
    const range = rangeOf(indices, from, to, levels);
    if (!isLarge(value, range, least)) continue;
    const [first, last] = [indices[from] as number, (indices[to - 1] as number) + 1];
    const medians = bandCentres
      .map((_, band) => columnOf(rest, band, first, last))
      .filter((column) => column.length > (last - first) / 4)
      .map((column) => median(column));
    const alike = medians.filter((each) => Math.abs(each - value) < Math.max(0.5, 0.15 * Math.abs(value)));
    if (alike.length < 0.7 * medians.length) continue;
    const decibels = median(alike);
    for (let at = first * bands; at < last * bands; at++) rest[at] = (rest[at] as number) - decibels;
    changes.push({ kind: 'gain', ...range, decibels });
  }
  return changes;
}

type BandChange = { band: number; from: number; to: number; value: number };

function findBandChanges(rest: Float64Array, levels: Levels, band: number): BandChange[] {
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
  return splitSeries(values)
    .filter((stretch) => Math.abs(stretch.value) >= (restless[band] ?? 0) || isSteady(stretch, values))
    .map(({ from, to, value }) => ({ band, ...rangeOf(indices, from, to, levels), value }))
    .filter(
      (change) => isLarge(change.value, change, threshold) && change.to - change.from > leastBandSeconds,
    );
}

/** An equaliser moves all steps alike. */
function isSteady({ from, to, value }: Stretch, series: Float64Array): boolean {
  return quartileRange(series.subarray(from, to)) <= Math.abs(value) / 3;
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

function columnOf(rest: Float64Array, band: number, from: number, to: number): Float64Array {
  return Float64Array.from(
    { length: to - from },
    (_, index) => rest[(from + index) * bands + band] as number,
  ).filter((value) => !Number.isNaN(value));
}
