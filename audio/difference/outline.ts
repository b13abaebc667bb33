import type { Planes } from '../samples.ts';
import { decimate, kernelDelay, smoothInto } from './decimate.ts';

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
/** Frames that are mixed and smoothed at a time: few enough to stay in the processor's cache. */
const chunkFrames = 8192;

/** Makes the outline of a sound of any length in one pass and bounded memory. */
export function createOutlineMeter(sampleRate: number): OutlineMeter {
  const factor = Math.max(1, Math.round(sampleRate / lowRate));
  let samples = new Float32Array(2 ** 16);
  let count = 0;
  let rate = sampleRate / factor;
  let start = kernelDelay(factor) / sampleRate;
  /** How many samples of the first rate are one of `rate`. */
  let halvings = 0;
  /** The mix of all channels; its first `pending` samples are from the last call. */
  let mono = new Float32Array(0);
  let pending = 0;
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
        samples = enlarged(samples, 2 * count);
      }
    }
    samples[count++] = value;
  }

  /** Answers whether so many samples can be added as they are. */
  function makeRoom(more: number): boolean {
    if (halvings > 0 || count + more > maximumSamples) return false;
    while (samples.length < count + more) samples = enlarged(samples, 2 * samples.length);
    return true;
  }

  function halve(): void {
    const half = decimate(samples.subarray(0, count), 2);
    start += kernelDelay(2) / rate;
    rate /= 2;
    halvings++;
    samples.set(half);
    count = half.length;
  }

  function pushChunk(planes: Planes): void {
    const length = planes[0]?.length ?? 0;
    if (mono.length < pending + length) mono = enlarged(mono, pending + length);
    mixDown(planes, mono.subarray(pending, pending + length));
    const available = pending + length;
    const whole = Math.max(0, Math.floor(available / factor) - 1);
    const isRoom = makeRoom(whole);
    const smooth = isRoom ? samples.subarray(count, count + whole) : new Float32Array(whole);
    smoothInto(smooth, mono, { from: 0, factor, count: whole });
    for (let at = 0; at < whole; at++) {
      const value = smooth[at] as number;
      // Neither NaN nor infinity may spread.
      if (!(value > -64 && value < 64)) smooth[at] = 0;
    }
    if (isRoom) count += whole;
    else for (const value of smooth) put(value);
    mono.copyWithin(0, whole * factor, available);
    pending = available - whole * factor;
  }

  return {
    push(planes) {
      const length = planes[0]?.length ?? 0;
      frames += length;
      channels = planes.length;
      const mixed = planes.slice(0, maximumChannels);
      for (let from = 0; from < length; from += chunkFrames)
        pushChunk(mixed.map((plane) => plane.subarray(from, from + chunkFrames)));
    },
    finish() {
      return { sampleRate, channels, frames, rate, start, samples: samples.slice(0, count) };
    },
  };
}

function enlarged(values: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(length);
  larger.set(values);
  return larger;
}

function mixDown(planes: Planes, mono: Float32Array): void {
  const [left, right] = planes;
  if (planes.length === 1 && left) mono.set(left);
  else if (planes.length === 2 && left && right) {
    for (let at = 0; at < mono.length; at++) mono[at] = 0.5 * ((left[at] as number) + (right[at] as number));
  } else {
    mono.fill(0);
    const scale = 1 / planes.length;
    for (const plane of planes) {
      for (let at = 0; at < mono.length; at++)
        mono[at] = (mono[at] as number) + scale * (plane[at] as number);
    }
  }
}
