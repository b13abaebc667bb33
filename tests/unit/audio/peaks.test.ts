import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { frameBytesOf, frameCountOf } from '../../../audio/pcm-format.ts';
import { readPcmLayout } from '../../../audio/pcm-layout.ts';
import { planesReader } from '../../../audio/pcm-planes.ts';
import { createPeakMeter, type Peaks } from '../../../audio/peak-meter.ts';
import { decodePeaks, encodePeaks } from '../../../audio/peaks-format.ts';
import { maximumPoints } from '../../../audio/stretches.ts';
import { inMemory, type PcmKind, pcmKinds, type Sound, storedValue, writePcm } from '../../helpers/pcm.ts';

/** Computes each point from all its samples at once: slow, and too simple to be wrong. */
function plainPeaks(kind: PcmKind, { channels, samples, sampleRate }: Sound, samplesPerPixel: number): Peaks {
  const points: number[] = [];
  for (let at = 0; at < samples.length; at += samplesPerPixel * channels) {
    const values = samples
      .slice(at, at + samplesPerPixel * channels)
      .map((value) => storedValue(kind, value));
    for (const value of [Math.min(...values), Math.max(...values)]) {
      points.push(Math.max(-128, Math.min(127, Math.trunc(value * 128))) + 0);
    }
  }
  return { sampleRate, samplesPerPixel, points: Int8Array.from(points) };
}

/** Measures piece by piece, as the server does. */
async function measure(kind: PcmKind, sound: Sound, pieceFrames: number): Promise<Peaks> {
  const bytes = writePcm(kind, sound);
  const layout = await readPcmLayout(inMemory(bytes));
  if (!layout) throw new Error('no layout');
  const meter = createPeakMeter(layout.sampleRate);
  const frameBytes = frameBytesOf(layout);
  const readPlanes = planesReader(layout, pieceFrames);
  for (let frame = 0; frame < frameCountOf(layout); frame += pieceFrames) {
    const count = Math.min(pieceFrames, frameCountOf(layout) - frame);
    const from = layout.dataStart + frame * frameBytes;
    meter.push(readPlanes(bytes.subarray(from, from + count * frameBytes)));
  }
  return meter.finish();
}

test('peaks match the simple computation, for every format, length and size of pieces', async () => {
  const sounds = fc.record({
    kind: fc.constantFrom(...pcmKinds),
    channels: fc.integer({ min: 1, max: 3 }),
    pieceFrames: fc.integer({ min: 1, max: 2000 }),
    values: fc.array(fc.double({ min: -1.2, max: 1.2, noNaN: true }), { minLength: 3, maxLength: 40 }),
    repeats: fc.integer({ min: 1, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(sounds, async ({ kind, channels, pieceFrames, values, repeats }) => {
      const all = Array.from({ length: repeats }, () => values).flat();
      const samples = all.slice(0, all.length - (all.length % channels));
      const sound = { sampleRate: 48_000, channels, samples };
      expect(await measure(kind, sound, pieceFrames)).toEqual(plainPeaks(kind, sound, 256));
    }),
    { numRuns: 300 },
  );
});

describe('the peaks of a long sound', () => {
  const noise = (frames: number): Sound => {
    let state = 1;
    const samples = Array.from({ length: frames }, (_, index) => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return (state / 2 ** 30 - 1) * (0.2 + 0.6 * Math.sin(index / 90_000));
    });
    return { sampleRate: 48_000, channels: 1, samples };
  };

  it.each([
    ['that just fits', 256 * maximumPoints, 256],
    ['of one frame more', 256 * maximumPoints + 1, 512],
    ['of twice as many', 512 * maximumPoints, 512],
    ['of some more', 3_000_001, 1024],
  ])('%s', async (_, frames, samplesPerPixel) => {
    const sound = noise(frames);
    const peaks = await measure('wav-16', sound, 65_536);
    expect(peaks.samplesPerPixel).toBe(samplesPerPixel);
    expect(peaks).toEqual(plainPeaks('wav-16', sound, samplesPerPixel));
  });

  it('has a few thousand points at five minutes', () => {
    const meter = createPeakMeter(48_000);
    const second = new Float32Array(48_000).fill(0.5);
    for (let count = 0; count < 300; count++) meter.push([second]);
    const { samplesPerPixel, points } = meter.finish();
    expect(samplesPerPixel).toBe(4096);
    expect(points.length / 2).toBe(3516);
  });
});

test('NaN and infinity count as silence', async () => {
  const samples = [Number.NaN, Number.POSITIVE_INFINITY, 0.5, Number.NEGATIVE_INFINITY];
  const { points } = await measure('wav-f32', { sampleRate: 8_000, channels: 1, samples }, 4);
  expect([...points]).toEqual([0, 64]);
});

describe('the data file', () => {
  it('has the format of audiowaveform', () => {
    const bytes = encodePeaks({
      sampleRate: 44_100,
      samplesPerPixel: 512,
      points: Int8Array.from([-128, 127, -1, 1]),
    });
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '02000000' + '01000000' + '44ac0000' + '00020000' + '02000000' + '01000000' + '807fff01',
    );
  });

  it('can be read back, and nothing else can', () => {
    const peaks = { sampleRate: 48_000, samplesPerPixel: 256, points: Int8Array.from([-3, 4, 5, 6]) };
    const bytes = encodePeaks(peaks);
    expect(decodePeaks(bytes)).toEqual(peaks);
    expect(decodePeaks(bytes.subarray(0, bytes.length - 1))).toBeNull();
    expect(decodePeaks(bytes.subarray(0, 10))).toBeNull();
    expect(decodePeaks(Uint8Array.of(1, ...bytes.subarray(1)))).toBeNull();
  });
});
