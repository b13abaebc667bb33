import type { Peaks } from '../../../audio/peak-meter.ts';
import { rmsFullScale } from '../../../audio/rms-meter.ts';

const fullScale = 128;

/** The part of a sound that is in sight, as shares of its duration from 0 to 1. */
export type View = { from: number; to: number };
export const wholeView: View = { from: 0, to: 1 };

/** The columns of a drawn waveform, each from 0 to 1. `rms` is null while only the peaks are known. */
export type Shape = { top: Float32Array; bottom: Float32Array; rms: Float32Array | null };

/** The duration of the sound, in seconds. */
export function peaksDuration({ points, samplesPerPixel, sampleRate }: Peaks): number {
  return ((points.length / 2) * samplesPerPixel) / sampleRate;
}

/** The weight of the highest peak in a column, against the mean of its peaks. */
const highestWeight = 0.72;

/**
 * Gathers the points in sight into `columns`. A column of several points is between its highest peak and the mean of its
 * peaks, so that a limited master keeps a shape in a narrow row; its RMS is that of all its samples. With fewer points than
 * columns, points repeat.
 */
export function shapeOf({ points, rms }: Peaks, columns: number, view: View = wholeView): Shape {
  const length = points.length / 2;
  const top = new Float32Array(columns);
  const bottom = new Float32Array(columns);
  const body = rms ? new Float32Array(columns) : null;
  if (length === 0) return { top, bottom, rms: body };
  for (let column = 0; column < columns; column++) {
    const { from, to } = pointsIn(column, columns, length, view);
    if (from >= length || to <= from) continue;
    let highest = 0;
    let lowest = 0;
    let sumHigh = 0;
    let sumLow = 0;
    let energy = 0;
    for (let point = from; point < to; point++) {
      const low = Math.max(0, -(points[2 * point] ?? 0));
      const high = Math.max(0, points[2 * point + 1] ?? 0);
      if (low > lowest) lowest = low;
      if (high > highest) highest = high;
      sumLow += low;
      sumHigh += high;
      energy += (rms?.[point] ?? 0) ** 2;
    }
    const count = to - from;
    top[column] = blend(highest, sumHigh / count);
    bottom[column] = blend(lowest, sumLow / count);
    if (body) body[column] = Math.sqrt(energy / count) / rmsFullScale;
  }
  return { top, bottom, rms: body };
}

function pointsIn(column: number, columns: number, length: number, view: View) {
  const scale = (view.to - view.from) * length;
  const start = view.from * length;
  const from = Math.max(0, Math.floor(start + (column * scale) / columns));
  const to = Math.min(length, Math.max(from + 1, Math.ceil(start + ((column + 1) * scale) / columns)));
  return { from, to };
}

const blend = (highest: number, mean: number) =>
  (highestWeight * highest + (1 - highestWeight) * mean) / fullScale;

/** The columns to draw again when the play-head moves from one to another: those before it are played. */
export function changedColumns(
  from: number,
  to: number,
): { from: number; to: number; played: boolean } | null {
  if (from === to) return null;
  return from < to ? { from, to, played: true } : { from: to, to: from, played: false };
}
