/**
 * Converts sound from one sample rate to another. Frame n of the result is the sound at the time n / `to`, exactly:
 * the filter is symmetric, so nothing is shifted.
 */
export type Resampler = {
  /** The first frame of the source that is needed for this frame of the result. May be negative. */
  firstNeeded(frame: number): number;
  /** The frame after the last one that is needed. */
  endNeeded(frame: number): number;
  /**
   * Fills `result`, whose first element is frame `frame` of the result. The first element of `source` is its frame
   * `sourceStart`. Frames that `source` doesn't have count as silence.
   */
  fill(result: Float32Array, frame: number, source: Float32Array, sourceStart: number): void;
};

/** Zero crossings of the sinc on either side of its centre. */
const crossings = 32;
/** Where the filter starts to fall, as a part of the lower half rate. */
const passBand = 0.96;
/** Kaiser's window; side lobes are at about −90 dB. */
const beta = 9;
/** Positions between two frames with coefficients of their own. Ratios that need more are interpolated. */
const mostPhases = 1024;

export function createResampler(from: number, to: number): Resampler {
  const divisor = greatestDivisor(from, to);
  const step = from / divisor;
  const parts = to / divisor;
  const isExact = parts <= mostPhases;
  const phases = isExact ? parts : mostPhases;
  const scale = Math.min(1, to / from) * passBand;
  const half = Math.ceil(crossings / scale);
  const taps = 2 * half;
  const table = Array.from({ length: phases + 1 }, (_, phase) => coefficients(phase / phases, half, scale));

  const wholeOf = (frame: number) => Math.floor((frame * step) / parts);
  return {
    firstNeeded: (frame) => wholeOf(frame) - half + 1,
    endNeeded: (frame) => wholeOf(frame) + half + 1,
    fill(result, frame, source, sourceStart) {
      for (let index = 0; index < result.length; index++) {
        const position = (frame + index) * step;
        const whole = Math.floor(position / parts);
        const phase = ((position - whole * parts) * phases) / parts;
        const row = Math.floor(phase);
        const first = whole - half + 1 - sourceStart;
        const value = convolve(source, first, table[row] as Float32Array, taps);
        if (isExact || phase === row) {
          result[index] = value;
          continue;
        }
        const next = convolve(source, first, table[row + 1] as Float32Array, taps);
        result[index] = value + (phase - row) * (next - value);
      }
    },
  };
}

function convolve(source: Float32Array, first: number, filter: Float32Array, taps: number): number {
  let sum = 0;
  if (first >= 0 && first + taps <= source.length) {
    for (let tap = 0; tap < taps; tap++) sum += (source[first + tap] as number) * (filter[tap] as number);
    return sum;
  }
  for (let tap = 0; tap < taps; tap++) sum += (source[first + tap] ?? 0) * (filter[tap] as number);
  return sum;
}

/** The filter for a position `offset` (0 to 1) behind a frame. The sum is 1, so that the level is unchanged. */
function coefficients(offset: number, half: number, scale: number): Float32Array {
  const values = Array.from({ length: 2 * half }, (_, tap) => {
    const distance = tap - half + 1 - offset;
    return sinc(distance * scale) * kaiser(distance / half);
  });
  const sum = values.reduce((total, value) => total + value, 0);
  return Float32Array.from(values, (value) => value / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) > 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x)) / bessel(beta);
}

/** The modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
