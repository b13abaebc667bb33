import { bandCentres, bandEdges } from './band-meter.ts';
import type { Change } from './difference.ts';
import { areCopies, exactGains, findExactGain, findGain, largest } from './find-gain.ts';
import { takeMutes } from './find-mutes.ts';
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
/** The least change that is reported, in decibels, and the least product of its size and its seconds. */
const least = 0.7;
/** Codecs change the lowest and the highest band a little. */
const leastIn: Record<number, number> = { 0: 1, [bands - 1]: 1.5 };
const leastProduct = 1.5;
/** The same in copies, where the gain of each step is exact: a change of 0.3 dB is found. */
const leastInCopies = 0.25;
const leastProductInCopies = 0.5;
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
/** How far two neighbouring stretches are apart at least, in decibels. */
const leastApart = 0.4;
const leastApartInCopies = 0.2;
/**
 * An encoder fills empty bands: with less than −50 dB of the whole sound in one version, and less than −40 dB in the other,
 * nothing is sure there. Next to music, nobody hears either.
 */
const emptyInMix = 10 ** -5;
const faintInMix = 10 ** -4;
/** Between copies a fainter one counts, too, down to −60 dB. */
const faintestInMix = 10 ** -6;
/** The least duration of a change of some bands; a change of all of them may be as short as a dropped word. */
const leastBandSeconds = 1;
/** How far apart the changes of two bands may begin and end, in steps, and still be one change. */
const togetherSteps = 6;

/** The overall gain, and the stretches in which all bands or some are louder or quieter beyond it. */
export function findLevelChanges(levels: Levels): LevelDifference {
  const decibels = differences(levels);
  const isCopy = areCopies(levels);
  const exact = exactGains(levels);
  const gain = findExactGain(exact, levels) ?? findGain(decibels);
  for (let at = 0; at < decibels.length; at++) decibels[at] = (decibels[at] as number) - gain;
  for (let step = 0; step < exact.length; step++) exact[step] = (exact[step] as number) - gain;
  const rest = decibels.slice();
  const changes = takeMutes(rest, levels, isCopy);
  changes.push(...takeGainChanges(rest, levels, { exact, isCopy }));
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
 * Changes of the level of the whole sound. Takes them out of `rest`. `exact`: the gains of the steps that cancel out, NaN
 * for others.
 */
function takeGainChanges(
  rest: Float64Array,
  levels: Levels,
  { exact, isCopy }: { exact: Float64Array; isCopy: boolean },
): Change[] {
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
    const known = exact[step] as number;
    series.push(Number.isNaN(known) ? medianOfSorted(row.subarray(0, count).sort()) : known);
  }
  const changes: Change[] = [];
  for (const { from, to, value } of splitSeries(Float64Array.from(series), apartOf(isCopy))) {
    const range = rangeOf(indices, from, to, levels);
    const isExact = shareOf(indices, from, to, (step) => !Number.isNaN(exact[step])) > 0.5;
    const [threshold, product] = isExact && isCopy ? [leastInCopies, leastProductInCopies] : [least];
    if (!isLarge(value, range, threshold, product)) continue;
    const [first, last] = [indices[from] as number, (indices[to - 1] as number) + 1];
    const medians = bandCentres
      .map((_, band) => columnOf(rest, band, first, last).filter((value) => !Number.isNaN(value)))
      .filter((column) => column.length > (last - first) / 4)
      .map((column) => median(column));
    const size = Math.abs(value);
    const apart = size < least ? 0.5 * size : Math.max(0.5, 0.15 * size);
    const alike = medians.filter((each) => Math.abs(each - value) < apart);
    if (alike.length < 0.7 * medians.length) continue;
    const decibels = isExact ? value : median(Float64Array.from(alike));
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
  const sure = leastIn[band] ?? least;
  const threshold = isCopy ? leastInCopies : sure;
  const values = Float64Array.from(series);
  const isTrusted = (stretch: Stretch) => {
    const times = Math.abs(stretch.value) / spreadOf(stretch, values);
    if (Math.abs(stretch.value) < sure) {
      const isNull = (step: number) => (levels.residual[step] as number) <= inaudible;
      // Sounds that cancel out have the same bands.
      return times >= steadyTimes && shareOf(indices, stretch.from, stretch.to, isNull) < 0.5;
    }
    const isClear = Math.abs(stretch.value) >= (restless[band] ?? 0);
    if (isCopy || band !== treble) return isClear || times >= steadyTimes;
    if (isClear) return times >= encodedTimes;
    const seconds = (stretch.to - stretch.from) * levels.stepSeconds;
    return times >= steadyTimes && Math.abs(stretch.value) * seconds >= leastTrebleProduct;
  };
  const isHeard = (stretch: Stretch) => {
    const part = indices.slice(stretch.from, stretch.to);
    const [newer, older] = [shareOfMix(levels.newer, part, band), shareOfMix(levels.older, part, band)];
    const louder = Math.max(newer, older);
    return isCopy ? louder >= faintestInMix : louder >= faintInMix || Math.min(newer, older) >= emptyInMix;
  };
  return splitSeries(values, apartOf(isCopy))
    .filter((stretch) => isTrusted(stretch) && isHeard(stretch))
    .map(({ from, to, value }) => ({ band, ...rangeOf(indices, from, to, levels), value }))
    .filter(
      (change) => isLarge(change.value, change, threshold) && change.to - change.from > leastBandSeconds,
    );
}

/** The power of a band beside that of all bands together, over some steps. */
function shareOfMix(powers: Float64Array, steps: number[], band: number): number {
  let own = 0;
  let all = 0;
  for (const step of steps) {
    own += powers[step * bands + band] as number;
    for (let at = step * bands; at < (step + 1) * bands; at++) all += powers[at] as number;
  }
  return all > 0 ? own / all : 0;
}

/** The share of a stretch of measured steps of which something holds. */
function shareOf(indices: number[], from: number, to: number, holds: (step: number) => boolean): number {
  let count = 0;
  for (let at = from; at < to; at++) if (holds(indices[at] as number)) count++;
  return count / (to - from);
}

const apartOf = (isCopy: boolean) => (isCopy ? leastApartInCopies : leastApart);

/** How far apart the steps of a stretch are. An equaliser moves all alike. */
const spreadOf = ({ from, to }: Stretch, series: Float64Array) => quartileRange(series.subarray(from, to));

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

function isLarge(
  decibels: number,
  { from, to }: { from: number; to: number },
  threshold: number,
  product = leastProduct,
): boolean {
  return Math.abs(decibels) >= threshold && Math.abs(decibels) * (to - from) >= product;
}

/** The values of a band from one step to another. */
function columnOf(rows: Float64Array, band: number, from: number, to: number): Float64Array {
  const column = new Float64Array(to - from);
  for (let step = from; step < to; step++) column[step - from] = rows[step * bands + band] as number;
  return column;
}
