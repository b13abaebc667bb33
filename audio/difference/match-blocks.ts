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
/** An edit blurs the blocks at both of its edges, so that they may count to either side. */
const blurredBlocks = 2;
/** Below −80 dBFS a block counts as silent. */
const silentPower = 1e-8;

/**
 * The lag, of those given, that each part of the newer sound follows; parts that follow none are left out. It is the
 * best path through all blocks in which the older sound doesn't go backwards; each change of lag has its price.
 */
export function matchBlocks(newer: Float32Array, older: Float32Array, lags: number[]): Run[] {
  const blocks = Math.max(1, Math.floor((newer.length - blockSamples) / hopSamples) + 1);
  const turns = lags.map(turnOf);
  const scoreBlock = createScore(turns);
  const distance = ({ whole }: Turn) => Math.abs(whole) / newer.length;
  const path = createPath(lags);
  for (let block = 0; block < blocks; block++) {
    const at = block * hopSamples;
    const scores = scoreBlock(newer, older, at);
    path.step(turns.map((turn, index) => (scores[index] as number) - distanceCost * distance(turn)));
  }
  const runs: Run[] = [];
  for (const [block, lag] of path.finish().entries()) {
    if (lag === null) continue;
    const start = block * hopSamples;
    const last = runs.at(-1);
    const to = Math.min(newer.length, start + blockSamples);
    if (last && last.lag === lag && last.to === start) last.to = to;
    else runs.push({ from: start, to, lag });
  }
  return runs;
}

/**
 * The best path through the blocks, of which the scores against all lags are given in order. A block follows one of the
 * lags or none. Where it follows none, the path remembers the lag before, so that it only goes on at one at which the
 * older sound has moved on by then: repeated music fits at many lags, and in pieces at those that jump back, too.
 */
function createPath(lags: number[]) {
  /** The states: at each lag, without one after each lag, and without one from the beginning. */
  const count = lags.length;
  const beginning = 2 * count;
  const origins: Uint8Array[] = [];
  /** The best scores so far, and the blocks in which the states without a lag were entered. */
  let best = new Float64Array(2 * count + 1).fill(Number.NEGATIVE_INFINITY);
  let entered = new Int32Array(2 * count + 1);

  /** Whether the lag may change from one to another after so many blocks at none. */
  const isForwards = (from: number, to: number, blocks: number) =>
    (lags[to] as number) - (lags[from] as number) <= (blocks + blurredBlocks) * hopSamples;

  return {
    step(scores: number[]): void {
      const block = origins.length;
      if (block === 0) best.fill(0);
      const next = new Float64Array(2 * count + 1);
      const nextEntered = entered.slice();
      const origin = new Uint8Array(2 * count + 1);
      const take = (state: number, from: number, value: number) => {
        if (value <= (next[state] as number)) return;
        next[state] = value;
        origin[state] = from;
      };
      next.fill(Number.NEGATIVE_INFINITY);
      take(beginning, beginning, best[beginning] as number);
      for (let lag = 0; lag < count; lag++) {
        take(lag, lag, best[lag] as number);
        take(lag, beginning, (best[beginning] as number) - partCost);
        for (let before = 0; before < count; before++) {
          const none = count + before;
          if (isForwards(before, lag, 0)) take(lag, before, (best[before] as number) - changeCost);
          if (isForwards(before, lag, block - (entered[none] as number)))
            take(lag, none, (best[none] as number) - partCost);
        }
        const none = count + lag;
        take(none, none, best[none] as number);
        take(none, lag, (best[lag] as number) - partCost);
        if (origin[none] === lag) nextEntered[none] = block;
      }
      for (let state = 0; state <= beginning; state++)
        next[state] = (next[state] as number) + (scores[state] ?? unmatched);
      origins.push(origin);
      best = next;
      entered = nextEntered;
    },
    /** The lag of each block, null for none. */
    finish(): (number | null)[] {
      let state = best.reduce(
        (top, value, candidate) => (value > (best[top] as number) ? candidate : top),
        0,
      );
      const found: (number | null)[] = [];
      for (const origin of origins.toReversed()) {
        found.push(lags[state] ?? null);
        state = origin[state] as number;
      }
      return found.reverse();
    },
  };
}

/** The spectrum of a block, at some scale, and its mean power. */
type Spectrum = { power: number; numbers: Float32Array };

/** Compares blocks by phase, at each lag: 1 for the same sound at any level, about 0 for another sound. */
function createScore(turns: readonly Turn[]) {
  const fourier = createFourier(blockSamples);
  const window = hann(blockSamples);
  const spectra = [null, ...turns].map((): Spectrum => ({ power: 0, numbers: new Float32Array(2 * bins) }));

  /** Puts a block into the real or the imaginary parts, and answers its mean power. */
  function put(signal: Float32Array, at: number, part: 0 | 1): number {
    const numbers = fourier.numbers();
    const first = Math.max(0, Math.min(blockSamples, -at));
    const end = Math.max(first, Math.min(blockSamples, signal.length - at));
    for (let index = 0; index < first; index++) numbers[2 * index + part] = 0;
    for (let index = end; index < blockSamples; index++) numbers[2 * index + part] = 0;
    let power = 0;
    for (let index = first; index < end; index++) {
      const value = signal[at + index] as number;
      power += value * value;
      numbers[2 * index + part] = value * (window[index] as number);
    }
    return power / blockSamples;
  }

  /** Two blocks share a transform: real signals leave room for a second one in the imaginary part. */
  function transform(real: Spectrum, imaginary: Spectrum | undefined): void {
    fourier.transform();
    const numbers = fourier.numbers();
    for (let bin = 2; bin < bins; bin++) {
      const mirror = blockSamples - bin;
      const re = numbers[2 * bin] as number;
      const im = numbers[2 * bin + 1] as number;
      const mirrorRe = numbers[2 * mirror] as number;
      const mirrorIm = numbers[2 * mirror + 1] as number;
      real.numbers[2 * bin] = re + mirrorRe;
      real.numbers[2 * bin + 1] = im - mirrorIm;
      if (!imaginary) continue;
      imaginary.numbers[2 * bin] = im + mirrorIm;
      imaginary.numbers[2 * bin + 1] = mirrorRe - re;
    }
  }

  return (newer: Float32Array, older: Float32Array, at: number): number[] => {
    for (const [index, spectrum] of spectra.entries()) {
      const turn = turns[index - 1];
      const part = index % 2 === 0 ? 0 : 1;
      spectrum.power = turn ? put(older, at - turn.whole, part) : put(newer, at, part);
      const isLast = index === spectra.length - 1;
      if (part === 1) transform(spectra[index - 1] as Spectrum, spectrum);
      else if (isLast) {
        put(newer, newer.length, 1);
        transform(spectrum, undefined);
      }
    }
    const own = spectra[0] as Spectrum;
    return turns.map((turn, index) => {
      const other = spectra[index + 1] as Spectrum;
      const isBeyond = at - turn.whole >= older.length || at - turn.whole + blockSamples <= 0;
      // Silence fits to silence at every lag, so it must not change the path.
      if (isBeyond || own.power < silentPower || other.power < silentPower)
        return own.power < silentPower && (isBeyond || other.power < silentPower) ? 1 : 0;
      return agreementOf(own, other, turn);
    });
  };
}

function agreementOf({ numbers: taken }: Spectrum, { numbers }: Spectrum, { cosines, sines }: Turn): number {
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
