import type { Peaks } from '../../../audio/peak-meter.ts';

const fullScale = 128;

/** The duration of the sound, in seconds. */
export function peaksDuration({ points, samplesPerPixel, sampleRate }: Peaks): number {
  return ((points.length / 2) * samplesPerPixel) / sampleRate;
}

/**
 * The loudest value (0 to 1) in each of `count` equal parts, for a waveform of that many columns. Every point is in at
 * least one column, so no peak is lost. With fewer points than columns, points repeat.
 */
export function columnsOf({ points }: Peaks, count: number): number[] {
  const length = points.length / 2;
  if (length === 0) return Array.from({ length: count }, () => 0);
  return Array.from({ length: count }, (_, column) => {
    const from = Math.floor((column * length) / count);
    const to = Math.max(from + 1, Math.ceil(((column + 1) * length) / count));
    let loudest = 0;
    for (const value of points.subarray(2 * from, 2 * Math.min(to, length)))
      loudest = Math.max(loudest, Math.abs(value));
    return loudest / fullScale;
  });
}

/** The highest and the lowest values (-1 to 1) as two channels: the upper and the lower half of a waveform. */
export function halvesOf({ points }: Peaks): [number[], number[]] {
  const high: number[] = [];
  const low: number[] = [];
  for (let index = 0; index < points.length; index += 2) {
    low.push((points[index] ?? 0) / fullScale);
    high.push((points[index + 1] ?? 0) / fullScale);
  }
  return [high, low];
}

/** The SVG path of a small waveform in a box of `columns.length` × 2: one centred bar for each column. */
export function barsPath(columns: readonly number[]): string {
  return columns
    .map((value, index) => {
      const half = Math.max(0.04, value).toFixed(2);
      const top = (1 - Number(half)).toFixed(2);
      return `M${index} ${top}h.6V${(1 + Number(half)).toFixed(2)}h-.6z`;
    })
    .join('');
}
