import type { Planes } from '../samples.ts';
import { averagingKernel, decimate, kernelDelay } from './decimate.ts';

/** A sound reduced to one channel at a low rate: enough to align it, and small. */
export type Outline = {
  sampleRate: number;
  channels: number;
  /** Length of the sound in frames of `sampleRate`. */
  frames: number;
  /** Samples per second of `samples`. */
  rate: number;
  /** The time of the first of `samples`, in seconds. */
  start: number;
  samples: Float32Array;
};

export type OutlineMeter = {
  /** The next frames. The arrays are only read during the call. */
  push(planes: Planes): void;
  finish(): Outline;
};

const lowRate = 6000;
/** 23 minutes at 6 kHz, in 32 MB. Longer sounds are kept at half the rate, and so on. */
const maximumSamples = 2 ** 23;
/** More channels add nothing to an alignment. */
const maximumChannels = 8;

/** Makes the outline of a sound of any length in one pass and bounded memory. */
export function createOutlineMeter(sampleRate: number): OutlineMeter {
  const factor = Math.max(1, Math.round(sampleRate / lowRate));
  const kernel = averagingKernel(factor);
  let samples = new Float32Array(2 ** 16);
  let count = 0;
  let rate = sampleRate / factor;
  let start = kernelDelay(factor) / sampleRate;
  /** How many samples of the first rate are one of `rate`. */
  let halvings = 0;
  let pending = new Float32Array(0);
  let frames = 0;
  let channels = 0;
  let held = 0;
  let skipped = 0;

  /** Keeps one in 2^halvings, averaged. */
  function put(value: number): void {
    held += value;
    if (++skipped < 2 ** halvings) return;
    value = held / skipped;
    held = 0;
    skipped = 0;
    if (count === samples.length) {
      if (count >= maximumSamples) halve();
      else {
        const larger = new Float32Array(2 * count);
        larger.set(samples);
        samples = larger;
      }
    }
    samples[count++] = value;
  }

  function halve(): void {
    const half = decimate(samples.subarray(0, count), 2);
    start += kernelDelay(2) / rate;
    rate /= 2;
    halvings++;
    samples.set(half);
    count = half.length;
  }

  return {
    push(planes) {
      const length = planes[0]?.length ?? 0;
      frames += length;
      channels = planes.length;
      const mono = mixDown(planes.slice(0, maximumChannels), pending, length);
      let from = 0;
      for (; from + kernel.length <= mono.length; from += factor) {
        let sum = 0;
        for (let tap = 0; tap < kernel.length; tap++)
          sum += (kernel[tap] as number) * (mono[from + tap] as number);
        // Neither NaN nor infinity may spread.
        put(sum > -64 && sum < 64 ? sum : 0);
      }
      pending = mono.slice(from);
    },
    finish() {
      return { sampleRate, channels, frames, rate, start, samples: samples.slice(0, count) };
    },
  };
}

function mixDown(planes: Planes, pending: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const mono = new Float32Array(pending.length + length);
  mono.set(pending);
  const from = pending.length;
  const [left, right] = planes;
  if (planes.length === 1 && left) mono.set(left, from);
  else if (planes.length === 2 && left && right) {
    for (let at = 0; at < length; at++)
      mono[from + at] = 0.5 * ((left[at] as number) + (right[at] as number));
  } else {
    const scale = 1 / planes.length;
    for (const plane of planes) {
      for (let at = 0; at < length; at++)
        mono[from + at] = (mono[from + at] as number) + scale * (plane[at] as number);
    }
  }
  return mono;
}
