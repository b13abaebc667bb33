import type { Planes } from '../samples.ts';

/** Finds the highest value between the samples of one channel. */
export type TruePeakFinder = {
  push(samples: Planes[number]): void;
  /** The last samples, followed by silence. */
  finish(): void;
};

/** The highest value of all channels so far: the finders skip everything that can't exceed it. */
export type HighestPeak = { value: number };

/**
 * The interpolator of ITU-R BS.1770-5 Annex 2, for four times the rate: 12 taps for each of four phases. The last two
 * phases are the first two in reverse, so both are computed from the same sums and differences.
 */
const outer = [
  0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625,
  0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
];
const inner = [
  -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625,
  -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
];
const taps = 12;
const history = taps - 1;
const half = (list: number[], sign: 1 | -1) =>
  [0, 1, 2, 3, 4, 5].map((at) => ((list[at] as number) + sign * (list[11 - at] as number)) / 2);
const [o0, o1, o2, o3, o4, o5] = half(outer, 1) as Six;
const [p0, p1, p2, p3, p4, p5] = half(outer, -1) as Six;
const [i0, i1, i2, i3, i4, i5] = half(inner, 1) as Six;
const [j0, j1, j2, j3, j4, j5] = half(inner, -1) as Six;
type Six = [number, number, number, number, number, number];

/** A value between samples is at most this times the higher one of the two around it, plus the rest times the others. */
const nearGain = 1.2449;
const farGain = 0.778;
/** The same bound for the taps that are left when the four at the centre are known. */
const outerRest = 0.1631;
const innerRest = 0.4112;

/** Frames whose highest sample decides whether they are looked at more closely. */
const blockFrames = 64;

export function createTruePeakFinder(highest: HighestPeak): TruePeakFinder {
  /** The last samples of the previous piece, then the first ones of the next. */
  let seam: Planes[number] = new Float32Array(2 * history);
  let previousBlock = 0;

  /** All windows of 12 samples that end in `from` to `to`. */
  function search(samples: Planes[number], from: number, to: number): void {
    for (let start = from; start < to; start += blockFrames) {
      const end = Math.min(start + blockFrames, to);
      let peak = 0;
      for (let at = start; at < end; at++) {
        const value = Math.abs(samples[at] as number);
        if (value > peak) peak = value;
      }
      if (peak > highest.value && peak < Number.MAX_VALUE) highest.value = peak;
      const around = Math.max(previousBlock, peak);
      if (around * (nearGain + farGain) > highest.value)
        highest.value = interpolate(samples, start, end, around, highest.value);
      // A window reaches back over several short blocks.
      previousBlock = end - start < history ? around : peak;
    }
  }

  return {
    push(samples) {
      const { length } = samples;
      // The loops are fastest when they only ever see one type.
      if (samples instanceof Float64Array && seam instanceof Float32Array) seam = new Float64Array(seam);
      const fresh = samples.subarray(0, history);
      seam.set(fresh, history);
      search(seam, history, history + fresh.length);
      if (length > history) search(samples, history, length);
      if (length >= history) seam.set(samples.subarray(length - history));
      else seam.copyWithin(0, length, length + history);
    },
    finish() {
      seam.fill(0, history);
      search(seam, history, 2 * history);
    },
  };
}

/**
 * The highest value between samples in the windows that end in `from` to `to`, at least `highest`. `around`: the highest
 * sample of these windows. Bounds from two and from four samples rule out most windows before all twelve are read.
 */
function interpolate(s: Planes[number], from: number, to: number, around: number, highest: number): number {
  let best = highest;
  let needed = (best - farGain * around) / nearGain;
  let before = Math.abs(s[from - 6] as number);
  for (let at = from; at < to; at++) {
    const after = Math.abs(s[at - 5] as number);
    const near = Math.max(before, after);
    before = after;
    if (near <= needed) continue;
    const sum5 = (s[at - 5] as number) + (s[at - 6] as number);
    const less5 = (s[at - 5] as number) - (s[at - 6] as number);
    const sum4 = (s[at - 4] as number) + (s[at - 7] as number);
    const less4 = (s[at - 4] as number) - (s[at - 7] as number);
    const innerSum = i5 * sum5 + i4 * sum4;
    const innerLess = j5 * less5 + j4 * less4;
    const outerSum = o5 * sum5 + o4 * sum4;
    const outerLess = p5 * less5 + p4 * less4;
    // Of a mirrored pair of phases, the higher one is the sum of both magnitudes.
    const isInnerLow = Math.abs(innerSum) + Math.abs(innerLess) + innerRest * around <= best;
    if (isInnerLow && Math.abs(outerSum) + Math.abs(outerLess) + outerRest * around <= best) continue;
    const sum0 = (s[at] as number) + (s[at - 11] as number);
    const less0 = (s[at] as number) - (s[at - 11] as number);
    const sum1 = (s[at - 1] as number) + (s[at - 10] as number);
    const less1 = (s[at - 1] as number) - (s[at - 10] as number);
    const sum2 = (s[at - 2] as number) + (s[at - 9] as number);
    const less2 = (s[at - 2] as number) - (s[at - 9] as number);
    const sum3 = (s[at - 3] as number) + (s[at - 8] as number);
    const less3 = (s[at - 3] as number) - (s[at - 8] as number);
    const outside =
      Math.abs(o0 * sum0 + o1 * sum1 + o2 * sum2 + o3 * sum3 + outerSum) +
      Math.abs(p0 * less0 + p1 * less1 + p2 * less2 + p3 * less3 + outerLess);
    const inside =
      Math.abs(i0 * sum0 + i1 * sum1 + i2 * sum2 + i3 * sum3 + innerSum) +
      Math.abs(j0 * less0 + j1 * less1 + j2 * less2 + j3 * less3 + innerLess);
    const value = Math.max(inside, outside);
    if (value > best && value < Number.MAX_VALUE) {
      best = value;
      needed = (best - farGain * around) / nearGain;
    }
  }
  return best;
}
