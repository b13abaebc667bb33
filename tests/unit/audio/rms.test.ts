import { describe, expect, it } from 'vitest';
import { appendRms, decodePeaks, encodePeaks } from '../../../audio/peaks-format.ts';
import { createRmsMeter } from '../../../audio/rms-meter.ts';
import { maximumPoints } from '../../../audio/stretches.ts';

/** Computes each point from all its samples at once. */
function plainRms(channels: readonly Float32Array[], samplesPerPixel: number): number[] {
  const frames = channels[0]?.length ?? 0;
  return Array.from({ length: Math.ceil(frames / samplesPerPixel) }, (_, point) => {
    const values = channels.flatMap((samples) => [
      ...samples.subarray(point * samplesPerPixel, (point + 1) * samplesPerPixel),
    ]);
    const mean = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    return Math.min(255, Math.round(255 * Math.sqrt(mean)));
  });
}

function noise(frames: number, level: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: frames }, (_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return level * (state / 2 ** 31 - 1) * (0.4 + 0.6 * Math.sin(index / 30_000) ** 2);
  });
}

function measure(channels: readonly Float32Array[], piece: number): number[] {
  const meter = createRmsMeter();
  const frames = channels[0]?.length ?? 0;
  for (let at = 0; at < frames; at += piece) meter.push(channels.map((one) => one.subarray(at, at + piece)));
  return [...meter.finish()];
}

describe('the RMS of a sound', () => {
  it.each([
    ['of one point', 200, 256],
    ['that just fits', 256 * maximumPoints, 256],
    ['of one frame more', 256 * maximumPoints + 1, 512],
    ['of some more', 3_000_001, 1024],
  ])('%s matches the simple computation', (_, frames, samplesPerPixel) => {
    const channels = [noise(frames, 0.9), noise(frames, 0.3)];
    expect(measure(channels, 65_536)).toEqual(plainRms(channels, samplesPerPixel));
  });

  it('doesn’t depend on the size of the pieces', () => {
    const channels = [noise(5000, 0.5)];
    expect(measure(channels, 37)).toEqual(measure(channels, 5000));
  });

  it('counts NaN as silence, and never exceeds full scale', () => {
    expect(measure([Float32Array.of(Number.NaN, 1)], 2)).toEqual([0]);
    expect(measure([new Float32Array(300).fill(4)], 300)).toEqual([255, 255]);
  });
});

describe('peaks with RMS', () => {
  const peaks = { sampleRate: 48_000, samplesPerPixel: 256, points: Int8Array.from([-3, 4, 5, 6]) };
  const plain = encodePeaks(peaks);

  it('are the plain data file and one byte a point', () => {
    const bytes = appendRms(plain, Uint8Array.of(2, 5));
    expect(bytes.subarray(0, plain.length)).toEqual(plain);
    expect(decodePeaks(bytes)).toEqual({ ...peaks, rms: Uint8Array.of(2, 5) });
  });

  it('are refused with a byte too few or too many', () => {
    expect(decodePeaks(appendRms(plain, Uint8Array.of(2)))).toBeNull();
    expect(decodePeaks(appendRms(plain, Uint8Array.of(2, 5, 1)))).toBeNull();
  });
});
