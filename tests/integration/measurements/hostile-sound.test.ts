import { describe, expect, it } from 'vitest';
import { decodePeaks } from '../../../audio/peaks-format.ts';
import type { LoudnessCurve } from '../../../protocol/wire/loudness.ts';
import { measureSound } from '../../../server/measurements/measure-sound.ts';
import { inMemory, type Sound, writePcm } from '../../helpers/pcm.ts';

const names = ['peaks', 'loudness', 'rms'] as const;

async function measure(file: Parameters<typeof measureSound>[0], mimeType = 'audio/wav') {
  const measured = await measureSound(file, mimeType, names);
  if (!measured?.loudness || !measured.peaks) return null;
  const stored: LoudnessCurve = JSON.parse(new TextDecoder().decode(measured.loudness));
  return { ...stored, peaks: decodePeaks(measured.peaks) };
}

const write = (sound: Partial<Sound>, kind: Parameters<typeof writePcm>[0] = 'wav-f32') =>
  writePcm(kind, { sampleRate: 48_000, channels: 1, samples: [], ...sound });

/** A WAV whose samples repeat one block, without being in memory. */
function endless(sampleRate: number, frames: number) {
  const head = write({ sampleRate, samples: [0] }, 'wav-16').subarray(0, 44);
  const size = 44 + 2 * frames;
  head.writeUInt32LE(size - 8, 4);
  head.writeUInt32LE(size - 44, 40);
  const block = Buffer.alloc(1024 ** 2);
  for (let at = 0; at < block.length; at += 2) block.writeInt16LE(Math.round(8_000 * Math.sin(at / 9)), at);
  return {
    size,
    async read(position: number, length: number): Promise<Uint8Array> {
      const count = Math.max(0, Math.min(length, size - position));
      return position < 44 ? head.subarray(position, position + count) : block.subarray(0, count);
    },
  };
}

describe('hostile sound', () => {
  it.each([
    ['silence', Array.from({ length: 48_000 }, () => 0)],
    ['a constant', Array.from({ length: 48_000 }, () => 0.9)],
    ['samples that are no numbers', Array.from({ length: 48_000 }, () => Number.NaN)],
    [
      'infinite samples',
      Array.from({ length: 48_000 }, (_, at) => (at % 2 ? 1 : -1) * Number.POSITIVE_INFINITY),
    ],
    ['the largest floats', Array.from({ length: 48_000 }, (_, at) => (at % 2 ? 3e38 : -3e38))],
    ['one sample', [0.5]],
  ])('has figures: %s', async (_, samples) => {
    const measured = await measure(inMemory(write({ samples })));
    const values = Object.values(measured?.loudness ?? {});
    expect(values).toHaveLength(5);
    expect(values.every((value) => value === null || Number.isFinite(value))).toBe(true);
    expect(measured?.curve.every(Number.isFinite)).toBe(true);
    expect(measured?.peaks?.points.length).toBeGreaterThan(0);
  });

  it.each([1, 7, 8_000, 384_000])('is measured at %i Hz', async (sampleRate) => {
    const samples = Array.from({ length: 20_000 }, (_, at) => Math.sin(at));
    const measured = await measure(inMemory(write({ sampleRate, samples })));
    expect(measured?.loudness.truePeak).toBeCloseTo(0, 0);
  });

  it('is measured with 64 channels, and without its end', async () => {
    const samples = Array.from({ length: 64 * 5_000 }, (_, at) => Math.sin(at) / 2);
    const bytes = write({ channels: 64, samples });
    for (const file of [bytes, bytes.subarray(0, 200_001)]) {
      expect((await measure(inMemory(file)))?.loudness.truePeak).toBeLessThan(0);
    }
    expect(await measure(inMemory(write({ channels: 65, samples })))).toBe(null);
  });

  it('is nothing without samples, or cut off in its header', async () => {
    const bytes = write({ samples: [0.5] });
    for (let length = 0; length < 47; length += 3) {
      expect(await measure(inMemory(bytes.subarray(0, length)))).toBe(null);
    }
  });

  it('takes no more memory in twelve hours', async () => {
    const rate = 1_000;
    const before = process.memoryUsage();
    const measured = await measure(endless(rate, 12 * 60 * 60 * rate));
    const after = process.memoryUsage();
    expect(measured?.curve).toHaveLength(12 * 60 * 60 * 10);
    const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
    expect(grown).toBeLessThan(100 * 1024 ** 2);
  });
});
