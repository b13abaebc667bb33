import { bandCentres, createBandMeter } from './band-meter.ts';
import type { Match } from './difference.ts';
import type { Outline } from './outline.ts';
import { createSoundCursor, type SoundPieces } from './sound-cursor.ts';

/** Levels of both sounds at the same moments of the music, one row for each step of the newer one. */
export type Levels = {
  steps: number;
  stepSeconds: number;
  /** 1 where both sounds were measured. */
  isMeasured: Uint8Array;
  /** Mean power by step and band. */
  newer: Float64Array;
  older: Float64Array;
  /** The part of the newer one that the older one, at its best gain, leaves in each step: 0 for the same sound. */
  residual: Float64Array;
  /** Mean power of all channels together, by step. */
  power: { newer: Float64Array; older: Float64Array };
  /** The channels, by bits, that have the polarity of the older sound in a step, and those with the opposite one. */
  polarity: { same: Uint8Array; inverted: Uint8Array };
  /** The channels whose polarity is inverted over the whole, by bits. */
  invertedChannels: number;
  /** Whether every sample of both is the same. */
  isIdentical: boolean;
};

/** A residual below −60 dB can't be heard beside the music: dither and rounding. */
export const inaudible = 1e-6;
/** −60 dBFS: silence always cancels out. */
export const silentPower = 1e-6;
/** Channels that are measured, at most. */
const maximumChannels = 8;
const maximumRows = 18_000;
/** The correlation of a channel with its opposite, over the whole, from which on it counts as inverted. */
const invertedCorrelation = -0.5;
/** Sounds are measured this close to the edge of a match. */
const marginSeconds = 0.04;

/** Rows of 100 ms, longer for sounds over half an hour. */
export function stepOf(seconds: number): number {
  return 0.1 * Math.max(1, Math.ceil(seconds / (0.1 * maximumRows)));
}

/** Measures both sounds side by side, step by step, wherever they match. */
export async function measureMatches(
  sounds: { newer: SoundPieces; older: SoundPieces },
  outlines: { newer: Outline; older: Outline },
  matches: Match[],
): Promise<Levels> {
  const { newer, older } = outlines;
  const duration = newer.frames / newer.sampleRate;
  const stepSeconds = stepOf(duration);
  const steps = Math.ceil(duration / stepSeconds - 1e-9);
  const bands = bandCentres.length;
  const isSameRate = newer.sampleRate === older.sampleRate;
  const metering = {
    limit: 0.45 * Math.min(newer.sampleRate, older.sampleRate),
    spread: 0.05,
    isFine: !isSameRate,
  };
  const sides = {
    newer: createSide(sounds.newer, newer, metering, stepSeconds),
    older: createSide(sounds.older, older, metering, stepSeconds),
  };
  const levels: Levels = {
    ...{ steps, stepSeconds, isMeasured: new Uint8Array(steps) },
    newer: new Float64Array(steps * bands),
    older: new Float64Array(steps * bands),
    residual: new Float64Array(steps).fill(1),
    power: { newer: new Float64Array(steps), older: new Float64Array(steps) },
    polarity: { same: new Uint8Array(steps), inverted: new Uint8Array(steps) },
    invertedChannels: 0,
    isIdentical: isSameRate && newer.frames === older.frames && newer.channels === older.channels,
  };
  const sums = Array.from({ length: maximumChannels }, () => ({ both: 0, newer: 0, older: 0 }));
  try {
    for (let step = 0; step < steps; step++) {
      const from = step * stepSeconds;
      const middle = Math.min(from + stepSeconds / 2, (from + duration) / 2);
      const margin = Math.min(marginSeconds, middle - from);
      const match = matches.find((each) => each.from <= middle - margin && each.to >= middle + margin);
      if (!match) {
        levels.isIdentical = false;
        continue;
      }
      await sides.newer.read(middle);
      await sides.older.read(middle - match.lag);
      sides.newer.measure(levels.newer, step * bands);
      // The same samples have the same levels.
      if (isSameRate && areEqual(sides.newer.span(), sides.older.span()))
        levels.older.set(levels.newer.subarray(step * bands, (step + 1) * bands), step * bands);
      else sides.older.measure(levels.older, step * bands);
      const { residual, power, polarity, isEqual } = compareSamples(
        sides.newer.step(),
        sides.older.step(),
        sums,
      );
      levels.residual[step] = residual;
      levels.power.newer[step] = power.newer;
      levels.power.older[step] = power.older;
      levels.polarity.same[step] = polarity.same;
      levels.polarity.inverted[step] = polarity.inverted;
      levels.isIdentical &&= isEqual && match.lag === 0;
      levels.isMeasured[step] = 1;
    }
  } finally {
    await sides.newer.close();
    await sides.older.close();
  }
  for (const [channel, { both, newer: b, older: a }] of sums.entries())
    if (both < invertedCorrelation * Math.sqrt(a * b)) levels.invertedChannels |= 1 << channel;
  return levels;
}

type Metering = Parameters<typeof createBandMeter>[1];

function createSide(pieces: SoundPieces, outline: Outline, metering: Metering, stepSeconds: number) {
  const { sampleRate } = outline;
  const channels = Math.max(1, Math.min(maximumChannels, outline.channels));
  const cursor = createSoundCursor(pieces, channels);
  const meter = createBandMeter(sampleRate, metering);
  const stepFrames = Math.round(stepSeconds * sampleRate);
  const length = Math.max(meter.spanFrames, stepFrames);
  let planes: Float32Array[] = [];
  let span: Float32Array[] = [];
  let from = 0;
  const part = (frames: number) => {
    const start = (length - frames) >> 1;
    return planes.map((plane) => plane.subarray(start, start + frames));
  };
  return {
    read: async (middle: number) => {
      from = Math.round(middle * sampleRate) - (length >> 1);
      planes = await cursor.read(length, from);
      span = part(meter.spanFrames);
    },
    measure: (into: Float64Array, at: number) => {
      meter.measure(span, from, into, at);
      const bands = into.subarray(at, at + bandCentres.length);
      if (bands.every((power) => power < 64)) return;
      for (const plane of planes) clean(plane);
      meter.measure(span, Number.NaN, bands.fill(0), 0);
    },
    span: () => span,
    step: () => part(stepFrames),
    close: cursor.close,
  };
}

/** Neither NaN nor absurd values may spread to a whole band. */
function clean(plane: Float32Array): void {
  for (let at = 0; at < plane.length; at++) {
    const value = plane[at] as number;
    if (!(value > -64 && value < 64)) plane[at] = 0;
  }
}

function areEqual(newer: Float32Array[], older: Float32Array[]): boolean {
  if (newer.length !== older.length) return false;
  return newer.every((plane, channel) => {
    const other = older[channel] as Float32Array;
    for (let at = 0; at < plane.length; at++) if (plane[at] !== other[at]) return false;
    return plane.length === other.length;
  });
}

/** The products of both sounds and of each with itself, summed over a channel. */
type Sums = { both: number; newer: number; older: number };

type Compared = {
  residual: number;
  power: { newer: number; older: number };
  polarity: { same: number; inverted: number };
  isEqual: boolean;
};

/** Adds to the sums of the channels. Each channel counts at its better polarity. */
function compareSamples(newer: Float32Array[], older: Float32Array[], sums: Sums[]): Compared {
  const none = { power: { newer: 0, older: 0 }, polarity: { same: 0, inverted: 0 } };
  if (newer.length !== older.length || newer[0]?.length !== older[0]?.length)
    return { residual: 1, ...none, isEqual: false };
  const products: number[] = [];
  let both = 0;
  let newerPower = 0;
  let olderPower = 0;
  let count = 0;
  for (const [channel, plane] of newer.entries()) {
    const other = older[channel] as Float32Array;
    let product = 0;
    let newerSum = 0;
    let olderSum = 0;
    count += plane.length;
    for (let at = 0; at < plane.length; at++) {
      const b = plane[at] as number;
      const a = other[at] as number;
      product += a * b;
      newerSum += b * b;
      olderSum += a * a;
    }
    const sum = sums[channel] as Sums;
    sum.both += product;
    sum.newer += newerSum;
    sum.older += olderSum;
    products.push(product);
    both += Math.abs(product);
    newerPower += newerSum;
    olderPower += olderSum;
  }
  const channelsWith = (sign: number) =>
    // A channel that can't be heard beside the others has any polarity.
    products.reduce(
      (bits, product, channel) => bits | (Number(sign * product > inaudible * both) << channel),
      0,
    );
  const polarity = { same: channelsWith(1), inverted: channelsWith(-1) };
  const power = { newer: newerPower / count, older: olderPower / count };
  if (areEqual(newer, older)) return { residual: 0, power, polarity, isEqual: true };
  if (newerPower === 0 || olderPower === 0) return { residual: 1, power, polarity, isEqual: false };
  const residual = Math.max(0, 1 - (both * both) / (newerPower * olderPower));
  return { residual, power, polarity, isEqual: false };
}
