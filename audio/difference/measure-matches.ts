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
    isIdentical: isSameRate && newer.frames === older.frames && newer.channels === older.channels,
  };
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
      const { residual, power, isEqual } = compareSamples(sides.newer.step(), sides.older.step());
      levels.residual[step] = residual;
      levels.power.newer[step] = power.newer;
      levels.power.older[step] = power.older;
      levels.isIdentical &&= isEqual && match.lag === 0;
      levels.isMeasured[step] = 1;
    }
  } finally {
    await sides.newer.close();
    await sides.older.close();
  }
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

function compareSamples(
  newer: Float32Array[],
  older: Float32Array[],
): { residual: number; power: { newer: number; older: number }; isEqual: boolean } {
  if (newer.length !== older.length || newer[0]?.length !== older[0]?.length)
    return { residual: 1, power: { newer: 0, older: 0 }, isEqual: false };
  let both = 0;
  let newerPower = 0;
  let olderPower = 0;
  let count = 0;
  for (const [channel, plane] of newer.entries()) {
    const other = older[channel] as Float32Array;
    count += plane.length;
    for (let at = 0; at < plane.length; at++) {
      const b = plane[at] as number;
      const a = other[at] as number;
      both += a * b;
      newerPower += b * b;
      olderPower += a * a;
    }
  }
  const power = { newer: newerPower / count, older: olderPower / count };
  if (areEqual(newer, older)) return { residual: 0, power, isEqual: true };
  if (newerPower === 0 || olderPower === 0) return { residual: 1, power, isEqual: false };
  return { residual: Math.max(0, 1 - (both * both) / (newerPower * olderPower)), power, isEqual: false };
}
