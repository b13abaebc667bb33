import { decimate, resample } from './decimate.ts';
import type { Match } from './difference.ts';
import { fillGaps } from './fill-gaps.ts';
import { findEdges } from './find-edges.ts';
import { areApart, findLags, findNearLags } from './find-lags.ts';
import { blockSamples, matchBlocks, type Run } from './match-blocks.ts';
import type { Outline } from './outline.ts';
import { refineLag } from './refine-lag.ts';

/**
 * The rate at which blocks are compared, in samples per second. Lags are looked for at half of it, where 2^20 samples are
 * 11 minutes; longer sounds have a lower one.
 */
const blockRate = 3000;
const maximumSearchSamples = 2 ** 20;
const edgeSeconds = 0.06;

/**
 * The stretches of the newer sound that are also in the older one, in order; neither goes backwards. Empty if they have
 * nothing in common.
 */
export function align(newer: Outline, older: Outline): Match[] {
  const { a, b, rate, shift } = atOneRate(newer, older);
  let blockFactor = Math.max(1, Math.round(rate / blockRate));
  while (Math.max(a.length, b.length) / blockFactor > 2 * maximumSearchSamples) blockFactor *= 2;
  const [blocksOlder, blocksNewer] = [decimate(a, blockFactor), decimate(b, blockFactor)];
  const searched = [decimate(blocksNewer, 2), decimate(blocksOlder, 2)] as const;
  const found = findLags(...searched);
  found.push(...findNearLags(...searched).filter((lag) => found.every((other) => areApart(other, lag))));
  // Silence has no peak.
  const lags = found.length > 0 ? found : [0];
  const rough = inOrder(
    matchBlocks(
      blocksNewer,
      blocksOlder,
      lags.map((lag) => lag * 2),
    ),
  );
  const refined = (run: Run) => ({ ...run, lag: refineLag(b, a, run) });
  const exact = rough.map(({ from, to, lag }) =>
    refined({ from: from * blockFactor, to: to * blockFactor, lag: lag * blockFactor }),
  );
  const place = { rate, blockSeconds: (blockFactor * blockSamples) / rate };
  const edged = join(findEdges(b, a, join(exact, rate), place), rate);
  const added = fillGaps(b, a, edged, rate).filter((run) => !edged.includes(run));
  const all = [...edged, ...added.map(refined)].sort((left, right) => left.from - right.from);
  const matched = added.length > 0 ? join(findEdges(b, a, join(all, rate), place), rate) : edged;
  return matched.map(({ from, to, lag }) => {
    const exactLag = snap(lag / rate + shift, newer, older);
    return reachEnds(
      { from: from / rate + newer.start, to: to / rate + newer.start, lag: exactLag },
      newer,
      older,
    );
  });
}

/** Edges are found to some hundredths of a second; those at the ends of a sound are known exactly. */
function reachEnds({ from, to, lag }: Match, newer: Outline, older: Outline): Match {
  const first = Math.max(0, lag);
  const last = Math.min(newer.frames / newer.sampleRate, older.frames / older.sampleRate + lag);
  return {
    from: from < first + edgeSeconds ? first : from,
    to: to > last - edgeSeconds ? last : to,
    lag,
  };
}

/** Both sounds at the lower of their rates. `shift` is what their first samples are apart, in seconds. */
function atOneRate(newer: Outline, older: Outline) {
  const rate = Math.min(newer.rate, older.rate);
  const lower = ({ samples, rate: own }: Outline) =>
    own === rate ? samples : resample(samples, 0, own / rate, Math.floor((samples.length * rate) / own));
  return { a: lower(older), b: lower(newer), rate, shift: newer.start - older.start };
}

/** Two sounds of one rate are apart by whole samples: the rest is the phase of an equaliser. */
function snap(lag: number, newer: Outline, older: Outline): number {
  const { sampleRate } = newer;
  return sampleRate === older.sampleRate ? Math.round(lag * sampleRate) / sampleRate : lag;
}

/** Leaves out runs that would go backwards in the older sound: of two, the shorter. */
function inOrder(runs: Run[]): Run[] {
  const kept: Run[] = [];
  for (const run of runs) {
    let isKept = true;
    for (let last = kept.at(-1); last && isBackwards(last, run); last = kept.at(-1)) {
      if (run.to - run.from <= last.to - last.from) {
        isKept = false;
        break;
      }
      kept.pop();
    }
    if (isKept) kept.push(run);
  }
  return kept;
}

/** Whether most of the shorter one lies before the end of the other in the older sound. */
function isBackwards(left: Run, right: Run): boolean {
  const overlap = left.to - left.lag - (right.from - right.lag);
  return overlap > 0.5 * Math.min(left.to - left.from, right.to - right.from);
}

/** Neighbours at the same lag, with only a short gap between them, are one run. */
function join(runs: Run[], rate: number): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && Math.abs(last.lag - run.lag) < 0.001 * rate) {
      // One lag for both, so that they stay on one grid.
      run.lag = last.lag;
      if (run.from - last.to < 0.2 * rate) {
        last.to = run.to;
        continue;
      }
    }
    joined.push({ ...run });
  }
  return joined;
}
