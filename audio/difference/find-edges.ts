import { resample } from './decimate.ts';
import type { Run } from './match-blocks.ts';
import { refineLag } from './refine-lag.ts';

/** A step of the search, in seconds, and the stretch around it that is compared. */
const stepSeconds = 0.01;
const stretchSteps = 10;
/** How far an edge may be from where the blocks put it, in blocks. */
const reachBlocks = 3.2;
/** The cost of leaving a step of either sound unmatched, beside the error of matching it (0 to 1). */
export const gapCost = 0.3;
const silentPower = 1e-8;
/** A lag that changes by less within a run is a tiny edit or a clock that drifts, not other music. */
const sameLagSeconds = 0.0011;

/**
 * Moves the edges of runs, in samples, to where the sounds really part. Between two runs it looks for the end of the
 * first and the start of the second together: neither sound may go backwards. `rate` is in samples per second.
 */
export function findEdges(
  newer: Float32Array,
  older: Float32Array,
  runs: Run[],
  { rate, blockSeconds }: { rate: number; blockSeconds: number },
): Run[] {
  const step = Math.max(1, Math.round(stepSeconds * rate));
  const reach = Math.round((reachBlocks * blockSeconds) / stepSeconds);
  const edges = runs.map((run) => ({ ...run }));
  const errors = (lag: number, from: number, count: number) =>
    cumulative(matchErrors(newer, older, { lag, from, count, step }));

  /** The lag of a part of a run, if it is nearly that of the run. */
  function localLag(lag: number, from: number, to: number): number {
    const local = refineLag(newer, older, { from, to, lag });
    return Math.abs(local - lag) < sameLagSeconds * rate ? local : lag;
  }

  const [first] = edges;
  const last = edges.at(-1);
  if (!first || !last) return [];
  // The beginning and the end: the error of matching against the price of not matching.
  const head = Math.min(Math.ceil(first.from / step) + reach, Math.floor(first.to / step));
  const start = Math.max(0, Math.min(head, Math.ceil(Math.max(0, first.lag) / step)));
  const headAt = (lag: number) => {
    const sums = errors(lag, 0, head);
    return leastAt(start, head, (at) => gapCost * at + between(sums, at, head));
  };
  let from = headAt(first.lag);
  if (from > start) from = Math.min(from, headAt(localLag(first.lag, start * step, from * step)));
  first.from = step * from;
  const base = Math.max(Math.ceil(last.from / step), Math.floor(last.to / step) - reach);
  const end = Math.floor(Math.min(newer.length, older.length + last.lag) / step);
  const tailAt = (lag: number) => {
    const sums = errors(lag, base * step, Math.max(0, end - base));
    return leastAt(base, Math.max(base, end), (at) => between(sums, 0, at - base) + gapCost * (end - at));
  };
  let to = tailAt(last.lag);
  if (end - to > 2) to = Math.max(to, tailAt(localLag(last.lag, to * step, end * step)));
  last.to = step * to;
  if (end - to <= 2) last.to = Math.min(newer.length, older.length + last.lag);

  for (let index = 1; index < edges.length; index++) {
    const [left, right] = [edges[index - 1] as Run, edges[index] as Run];
    const gap = (right.lag - left.lag) / step;
    const low = Math.max(
      Math.ceil(left.from / step),
      Math.floor(Math.min(left.to, right.from) / step) - reach,
    );
    const high = Math.min(
      Math.floor(right.to / step),
      Math.ceil(Math.max(left.to, right.from) / step) + reach,
    );
    const count = Math.max(1, high - low);
    const leftErrors = errors(left.lag, low * step, count);
    const rightErrors = errors(right.lag, low * step, count);
    const found = partingPoint(leftErrors, rightErrors, gap);
    if (!found) continue;
    left.to = (low + found.to) * step;
    right.from = (low + found.from) * step;
  }
  return edges.filter(({ from, to }) => to - from > 0.3 * rate);
}

type Parting = { to: number; from: number };

/**
 * The step at which the first of two runs ends and the one at which the second begins, by the sums of their errors. What
 * lies between costs its steps of both sounds; `gap` is how many more of them are the newer one's. The price is a sum of
 * what each of the two steps adds, so one pass from the end and one from the start find the least. Null if the gap is
 * longer than the stretch.
 */
export function partingPoint(left: Float64Array, right: Float64Array, gap: number): Parting | null {
  const count = left.length - 1;
  const entering = (from: number) => between(right, from, count) + 2 * gapCost * from;
  /** For each step, the cheapest one to enter the second run at from there on. */
  const entry = new Int32Array(count + 1);
  entry[count] = count;
  for (let from = count - 1; from >= 0; from--) {
    const later = entry[from + 1] as number;
    entry[from] = entering(from) <= entering(later) ? from : later;
  }
  let least = Number.POSITIVE_INFINITY;
  let best: Parting | null = null;
  for (let to = 0; to <= count; to++) {
    const earliest = Math.max(to, Math.ceil(to + gap - 1e-6));
    if (earliest > count) break;
    const from = entry[earliest] as number;
    const cost = between(left, 0, to) - 2 * gapCost * to + entering(from);
    if (cost >= least) continue;
    least = cost;
    best = { to, from };
  }
  return best;
}

function leastAt(from: number, to: number, cost: (at: number) => number): number {
  let best = from;
  for (let at = from; at <= to; at++) if (cost(at) < cost(best)) best = at;
  return best;
}

const between = (sums: Float64Array, from: number, to: number) => (sums[to] ?? 0) - (sums[from] ?? 0);

function cumulative(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at++) sums[at + 1] = (sums[at] as number) + (values[at] as number);
  return sums;
}

/**
 * 0 where the sounds agree except for their level, 1 where they have nothing in common: for each step, over the
 * stretch around it. The difference of the samples around a sample stands for it, so that neither bass decides nor what
 * is near half of the rate, where an outline holds echoes of the frequencies above. A lag is a fraction of a sample
 * more often than not, and hiss has nothing in common with itself half a sample later.
 */
export function matchErrors(
  newer: Float32Array,
  older: Float32Array,
  { lag, from, count, step }: { lag: number; from: number; count: number; step: number },
): Float64Array {
  const follow = resample(older, from - 1 - lag, 1, count * step + 2);
  const sums = {
    both: new Float64Array(count + 1),
    newer: new Float64Array(count + 1),
    older: new Float64Array(count + 1),
  };
  for (let index = 0; index < count; index++) {
    let [both, b2, a2] = [0, 0, 0];
    for (let at = index * step, end = at + step; at < end; at++) {
      const b = (newer[from + at + 1] ?? 0) - (newer[from + at - 1] ?? 0);
      const a = (follow[at + 2] as number) - (follow[at] as number);
      both += a * b;
      b2 += b * b;
      a2 += a * a;
    }
    sums.both[index + 1] = (sums.both[index] as number) + both;
    sums.newer[index + 1] = (sums.newer[index] as number) + b2;
    sums.older[index + 1] = (sums.older[index] as number) + a2;
  }
  const silent = silentPower * step * stretchSteps;
  return Float64Array.from({ length: count }, (_, index) => {
    const low = Math.max(0, index - stretchSteps / 2);
    const high = Math.min(count, index + stretchSteps / 2);
    const [b2, a2] = [between(sums.newer, low, high), between(sums.older, low, high)];
    if (b2 < silent || a2 < silent) return b2 < silent && a2 < silent ? 0 : 1;
    return 1 - Math.max(0, between(sums.both, low, high) / Math.sqrt(b2 * a2));
  });
}
