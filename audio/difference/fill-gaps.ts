import { gapCost, matchErrors } from './find-edges.ts';
import { findLags } from './find-lags.ts';
import type { Run } from './match-blocks.ts';

const stepSeconds = 0.01;
/** Shorter than this, music is alike by chance. */
const shortestSeconds = 0.5;
/** Longer gaps were searched well enough with the whole sound. */
const longestSeconds = 60;
const mostGaps = 20;
/** The least that a stretch must gain over leaving its steps unmatched, in steps. */
const leastGain = 10;

/**
 * Adds the runs that the search in the whole sound misses, because they are short beside it: what is left of the
 * beginning or the end beside an edit, or a bar between two. Each gap is searched for the sound of the same gap in the
 * older one. `rate` is in samples per second.
 */
export function fillGaps(newer: Float32Array, older: Float32Array, runs: Run[], rate: number): Run[] {
  const filled = [...runs];
  // Of different music, nothing is left to be found.
  if (runs.length === 0) return filled;
  for (let index = 0, gaps = 0; index <= filled.length && gaps < mostGaps; ) {
    const [left, right] = [filled[index - 1], filled[index]];
    const gap = {
      newer: { from: left?.to ?? 0, to: right?.from ?? newer.length },
      older: {
        from: Math.round(left ? left.to - left.lag : 0),
        to: Math.round(right ? right.from - right.lag : older.length),
      },
    };
    const found = findInGap(newer, older, gap, rate);
    if (found) {
      gaps++;
      filled.splice(index, 0, found);
    } else index++;
  }
  return filled;
}

type Stretch = { from: number; to: number };

function findInGap(
  newer: Float32Array,
  older: Float32Array,
  gap: { newer: Stretch; older: Stretch },
  rate: number,
): Run | null {
  const parts = [gap.newer, gap.older];
  if (parts.some(({ from, to }) => to - from < shortestSeconds * rate || to - from > longestSeconds * rate))
    return null;
  const { from, to } = gap.newer;
  const shift = from - gap.older.from;
  const lags = findLags(newer.subarray(from, to), older.subarray(gap.older.from, gap.older.to));
  // Most edits keep what is at one of the two ends.
  lags.push(0, to - from - (gap.older.to - gap.older.from));
  const step = Math.max(1, Math.round(stepSeconds * rate));
  let best: Run | null = null;
  let most = leastGain;
  for (const lag of lags.map((each) => each + shift)) {
    // Only where the older sound is in the gap, too.
    const first = Math.max(from, Math.ceil(gap.older.from + lag));
    const last = Math.min(to, Math.floor(gap.older.to + lag));
    const count = Math.floor((last - first) / step);
    if (count * step < shortestSeconds * rate) continue;
    const run = bestStretch(matchErrors(newer, older, { lag, from: first, count, step }));
    if (run.gain <= most || (run.to - run.from) * step < shortestSeconds * rate) continue;
    most = run.gain;
    best = { from: first + run.from * step, to: first + run.to * step, lag };
  }
  return best;
}

/** The steps whose errors stay furthest below the cost of leaving them unmatched. */
function bestStretch(errors: Float64Array): Stretch & { gain: number } {
  const best = { from: 0, to: 0, gain: 0 };
  let from = 0;
  let gain = 0;
  for (const [at, error] of errors.entries()) {
    gain += gapCost - error;
    if (gain <= 0) {
      gain = 0;
      from = at + 1;
    } else if (gain > best.gain) Object.assign(best, { from, to: at + 1, gain });
  }
  return best;
}
