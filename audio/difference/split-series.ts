/** A stretch of a series at one level: indices `from` to `to` (exclusive). */
export type Stretch = { from: number; to: number; value: number };

/** Points that are looked at; longer series are averaged first. */
const maximumPoints = 6000;
const shortest = 5;
/** Values beyond this say no more than this does. */
const clip = 12;

/**
 * Splits a noisy series into stretches of one level each: the split with the least squared error, in which each
 * further stretch has a price that grows with the noise (PELT: Killick, Fearnhead, Eckley 2012). `value` is the median.
 * Neighbours less than `leastApart` apart are one stretch.
 */
export function splitSeries(series: Float64Array, leastApart = 0.4): Stretch[] {
  const group = Math.ceil(series.length / maximumPoints);
  const smooth = average(runningMedian(series), group);
  const edges = findSplits(smooth, price(smooth));
  const stretches = edges.slice(1).map((to, index) => {
    const from = (edges[index] ?? 0) * group;
    const end = index === edges.length - 2 ? series.length : to * group;
    return { from, to: end, value: median(series.subarray(from, end)) };
  });
  return joinAlike(stretches, series, leastApart);
}

export function median(values: Float64Array): number {
  return medianOfSorted(values.slice().sort());
}

export function medianOfSorted(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** How far apart the middle half of the values is. */
export function quartileRange(values: Float64Array): number {
  const sorted = values.slice().sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] as number;
  return at(0.75) - at(0.25);
}

/** Of five: removes single outliers and keeps edges where they are. */
function runningMedian(series: Float64Array): Float64Array {
  const end = series.length - 2;
  const smooth = new Float64Array(series.length);
  for (let at = 0; at < series.length; at++) {
    smooth[at] =
      at >= 2 && at < end
        ? medianOfFive(series, at)
        : median(series.subarray(Math.max(0, at - 2), Math.min(series.length, at + 3)));
  }
  return smooth;
}

/** Without sorting, because most of the time of a split is spent here. */
function medianOfFive(series: Float64Array, at: number): number {
  const a = series[at - 2] as number;
  const b = series[at - 1] as number;
  const middle = series[at] as number;
  const c = series[at + 1] as number;
  const d = series[at + 2] as number;
  const low = Math.max(Math.min(a, b), Math.min(c, d));
  const high = Math.min(Math.max(a, b), Math.max(c, d));
  return Math.max(Math.min(middle, low), Math.min(Math.max(middle, low), high));
}

function average(series: Float64Array, group: number): Float64Array {
  if (group === 1) return series;
  return Float64Array.from({ length: Math.ceil(series.length / group) }, (_, index) => {
    const part = series.subarray(index * group, (index + 1) * group);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

/** How far apart values are compared to find the noise: no beat repeats at all of them. */
const noiseDistances = [4, 7, 10];

/** From the noise in the restless parts of the series; a few splits hardly change it. */
function price(series: Float64Array): number {
  let deviation = 0;
  for (const distance of noiseDistances) {
    const apart = new Float64Array(Math.max(0, series.length - distance));
    for (let at = 0; at < apart.length; at++)
      apart[at] = Math.abs((series[at + distance] as number) - (series[at] as number));
    apart.sort();
    deviation = Math.max(deviation, (apart[Math.floor(0.9 * apart.length)] ?? 0) / (1.645 * Math.SQRT2));
  }
  return Math.max(1.5, 6 * Math.log(Math.max(2, series.length)) * deviation ** 2);
}

function findSplits(series: Float64Array, cost: number): number[] {
  const count = series.length;
  const sums = new Float64Array(count + 1);
  const squares = new Float64Array(count + 1);
  for (let at = 0; at < count; at++) {
    const value = Math.max(-clip, Math.min(clip, series[at] as number));
    sums[at + 1] = (sums[at] as number) + value;
    squares[at + 1] = (squares[at] as number) + value * value;
  }
  const error = (from: number, to: number) => {
    const sum = (sums[to] as number) - (sums[from] as number);
    return (squares[to] as number) - (squares[from] as number) - (sum * sum) / (to - from);
  };
  // No split can save more than the whole error.
  if (count === 0 || error(0, count) <= cost) return [0, count];
  const best = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  const origin = new Int32Array(count + 1);
  best[0] = -cost;
  let candidates: number[] = [0];
  for (let to = Math.min(shortest, count); to <= count; to++) {
    let least = Number.POSITIVE_INFINITY;
    for (const from of candidates) {
      const total = (best[from] as number) + error(from, to) + cost;
      if (total >= least) continue;
      least = total;
      origin[to] = from;
    }
    best[to] = least;
    candidates = candidates.filter((from) => (best[from] as number) + error(from, to) <= least);
    const next = to - shortest + 1;
    if (next >= shortest) candidates.push(next);
  }
  const edges = [count];
  for (let at = count; at > 0; at = origin[at] as number) edges.unshift(origin[at] as number);
  return edges;
}

function joinAlike(stretches: Stretch[], series: Float64Array, leastApart: number): Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    if (last && Math.abs(last.value - stretch.value) < leastApart) {
      last.to = stretch.to;
      last.value = median(series.subarray(last.from, last.to));
    } else joined.push({ ...stretch });
  }
  return joined;
}
