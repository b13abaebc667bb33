import { createFourier, hann } from './fourier.ts';

/** A run of blocks that follow the older sound at one lag: samples of the newer one, and the lag in samples. */
export type Run = { from: number; to: number; lag: number };

export const blockSamples = 2048;
const hopSamples = 2048;
/** The frequencies that are compared. */
const bins = Math.floor(0.4 * blockSamples);
/** The score of a block that matches nowhere: chance gives about 0, the same music with other instruments 0.5 or more. */
const unmatched = 0.45;
/** The cost of changing the lag, and of leaving or finding one, in blocks. */
const changeCost = 0.8;
const partCost = 0.3;
/** The cost of a lag of the whole length beside none, in each block: of repetitions that are alike, the nearest is meant. */
const distanceCost = 1e-3;
/** Below −80 dBFS a block counts as silent. */
const silentPower = 1e-8;

/**
 * The lag, of those given, that each part of the newer sound follows; parts that follow none are left out. It is the
 * best path through all blocks, in which each change of lag has its price.
 */
export function matchBlocks(newer: Float32Array, older: Float32Array, lags: number[]): Run[] {
  const score = createScore();
  const blocks = Math.max(1, Math.floor((newer.length - blockSamples) / hopSamples) + 1);
  const states = lags.length + 1;
  const turns = lags.map(turnOf);
  const distance = ({ whole }: Turn) => Math.abs(whole) / newer.length;
  const from: Uint8Array[] = [];
  let best = new Float64Array(states);
  for (let block = 0; block < blocks; block++) {
    const at = block * hopSamples;
    score.take(newer, at);
    const scores = turns.map((turn) => score.against(older, at, turn) - distanceCost * distance(turn));
    const leader = best.reduce((top, value, state) => (value > (best[top] ?? 0) ? state : top), 0);
    const origins = new Uint8Array(states);
    const next = new Float64Array(states);
    for (let state = 0; state < states; state++) {
      const staying = best[state] as number;
      const cost = state === lags.length || leader === lags.length ? partCost : changeCost;
      const changing = (best[leader] as number) - cost;
      origins[state] = staying >= changing ? state : leader;
      next[state] = Math.max(staying, changing) + (scores[state] ?? unmatched);
    }
    from.push(origins);
    best = next;
  }
  let state = best.reduce((top, value, candidate) => (value > (best[top] ?? 0) ? candidate : top), 0);
  const runs: Run[] = [];
  for (let block = blocks - 1; block >= 0; block--) {
    const lag = lags[state];
    const [first] = runs;
    if (lag !== undefined) {
      const start = block * hopSamples;
      if (first && first.lag === lag && first.from === start + hopSamples) first.from = start;
      else runs.unshift({ from: start, to: Math.min(newer.length, start + blockSamples), lag });
    }
    state = from[block]?.[state] ?? state;
  }
  return runs;
}

/** Compares blocks by phase: 1 for the same sound at any level, about 0 for another sound. */
function createScore() {
  const fourier = createFourier(blockSamples);
  const window = hann(blockSamples);
  const taken = new Float32Array(2 * bins);
  let newerPower = 0;

  /** Answers the mean power of the block. */
  function transform(signal: Float32Array, at: number): number {
    const numbers = fourier.numbers();
    numbers.fill(0);
    let power = 0;
    const first = Math.max(0, -at);
    const end = Math.min(blockSamples, signal.length - at);
    for (let index = first; index < end; index++) {
      const value = signal[at + index] as number;
      power += value * value;
      numbers[2 * index] = value * (window[index] as number);
    }
    fourier.transform();
    return power / blockSamples;
  }

  return {
    take(signal: Float32Array, at: number): void {
      newerPower = transform(signal, at);
      taken.set(fourier.numbers().subarray(0, 2 * bins));
    },
    against(signal: Float32Array, at: number, { whole, cosines, sines }: Turn): number {
      if (at - whole >= signal.length || at - whole + blockSamples <= 0)
        return newerPower < silentPower ? 1 : 0;
      const olderPower = transform(signal, at - whole);
      if (newerPower < silentPower || olderPower < silentPower) {
        // Silence fits to silence at every lag, so it must not change the path.
        return newerPower < silentPower && olderPower < silentPower ? 1 : 0;
      }
      const numbers = fourier.numbers();
      let agreement = 0;
      let total = 0;
      for (let bin = 2; bin < bins; bin++) {
        const aRe = numbers[2 * bin] as number;
        const aIm = numbers[2 * bin + 1] as number;
        const bRe = taken[2 * bin] as number;
        const bIm = taken[2 * bin + 1] as number;
        const re = bRe * aRe + bIm * aIm;
        const im = bIm * aRe - bRe * aIm;
        const size = Math.sqrt(re * re + im * im);
        if (size === 0) continue;
        const weight = Math.sqrt(Math.sqrt(size));
        agreement += (weight * (re * (cosines[bin] as number) - im * (sines[bin] as number))) / size;
        total += weight;
      }
      return total > 0 ? agreement / total : 0;
    },
  };
}

/** A lag as whole samples, and the phases that the rest of it turns. */
type Turn = { whole: number; cosines: Float64Array; sines: Float64Array };

function turnOf(lag: number): Turn {
  const whole = Math.round(lag);
  const angle = (bin: number) => (2 * Math.PI * (lag - whole) * bin) / blockSamples;
  return {
    whole,
    cosines: Float64Array.from({ length: bins }, (_, bin) => Math.cos(angle(bin))),
    sines: Float64Array.from({ length: bins }, (_, bin) => Math.sin(angle(bin))),
  };
}
