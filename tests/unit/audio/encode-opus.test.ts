import { describe, expect, it } from 'vitest';
import { decodeSound, type SoundPiece } from '../../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../../audio/decoding/ffmpeg.ts';
import { encodeOpus, opusRate, TooLong } from '../../../audio/encoding/encode-opus.ts';
import type { Planes } from '../../../audio/samples.ts';
import { inMemory } from '../../helpers/pcm.ts';

/** A sound that is known at every moment, and like itself at none: a rising tone over a steady one, in beats. */
function valueAt(seconds: number): number {
  const beat = Math.exp(-6 * (seconds % 0.31));
  const rising = Math.sin(2 * Math.PI * (150 * seconds + 260 * seconds ** 2));
  return beat * (0.4 * rising + 0.2 * Math.sin(2 * Math.PI * 641 * seconds));
}

const render = (seconds: number, rate: number, from = 0) =>
  Float32Array.from({ length: Math.round(seconds * rate) }, (_, at) => valueAt((from + at) / rate));

async function* piecesOf(planes: Planes, sampleRate: number, frames = 5_000): AsyncGenerator<SoundPiece> {
  const length = planes[0]?.length ?? 0;
  for (let at = 0; at < length; at += frames) {
    yield { planes: planes.map((plane) => plane.subarray(at, at + frames)), sampleRate };
  }
}

async function encode(planes: Planes, sampleRate: number, longestSeconds = 60): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of encodeOpus(piecesOf(planes, sampleRate), loadFfmpegPackage, longestSeconds)) {
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** By another decoder than the one that the encoder belongs to. */
async function decode(bytes: Buffer<ArrayBuffer>): Promise<Float32Array[]> {
  const all: number[][] = [[], []];
  for await (const { planes, sampleRate } of decodeSound(inMemory(bytes), 'audio/ogg', loadFfmpegPackage)) {
    expect([sampleRate, planes.length]).toEqual([opusRate, 2]);
    for (const [channel, plane] of planes.entries()) for (const value of plane) all[channel]?.push(value);
  }
  return all.map((plane) => Float32Array.from(plane));
}

/** The frames by which `heard` is late, to which `expected` fits best. */
function lagOf(heard: Float32Array, expected: Float32Array, from: number, length: number): number {
  const most = 200;
  let best = { lag: Number.NaN, sum: Number.NEGATIVE_INFINITY };
  for (let lag = -most; lag <= most; lag++) {
    let sum = 0;
    for (let at = from; at < from + length; at++) sum += (heard[at + lag] ?? 0) * (expected[at] ?? 0);
    if (sum > best.sum) best = { lag, sum };
  }
  return best.lag;
}

/** Sound over error, in decibels. */
function fidelity(heard: Float32Array, expected: Float32Array): number {
  let sound = 0;
  let error = 0;
  for (let at = 0; at < expected.length; at++) {
    sound += (expected[at] as number) ** 2;
    error += ((heard[at] ?? 0) - (expected[at] as number)) ** 2;
  }
  return 10 * Math.log10(sound / error);
}

describe('a sound as Opus', () => {
  it.each([44_100, 48_000, 96_000, 22_050])(
    'has every moment where it was, from the first to the last: %i Hz',
    async (rate) => {
      const seconds = 4.321;
      const sound = render(seconds, rate);
      const [left = new Float32Array(0), right = new Float32Array(0)] = await decode(
        await encode([sound, sound.map((value) => value / 2)], rate),
      );
      const expected = render(seconds, opusRate);
      expect(Math.abs(left.length - expected.length)).toBeLessThanOrEqual(1);
      const [first, last] = [0, expected.length - opusRate];
      for (const from of [first, opusRate, last]) expect(lagOf(left, expected, from, opusRate)).toBe(0);
      expect(fidelity(left, expected)).toBeGreaterThan(20);
      expect(
        fidelity(
          right,
          expected.map((value) => value / 2),
        ),
      ).toBeGreaterThan(15);
    },
  );

  it('is small, always the same, and a stream of pages that end where the sound does', async () => {
    const sound = render(5, 48_000);
    const bytes = await encode([sound, sound], 48_000);
    expect((bytes.length * 8) / 5).toBeLessThan(200_000);
    expect((await encode([sound, sound], 48_000)).equals(bytes)).toBe(true);
    expect(bytes.toString('latin1', 0, 4)).toBe('OggS');
    const head = bytes.indexOf('OpusHead');
    const preSkip = bytes.readUInt16LE(head + 10);
    expect(preSkip).toBeGreaterThan(0);
    const lastPage = bytes.lastIndexOf('OggS');
    const isEnd = ((bytes[lastPage + 5] as number) & 4) !== 0;
    expect([isEnd, Number(bytes.readBigUInt64LE(lastPage + 6))]).toEqual([true, 5 * opusRate + preSkip]);
  });

  it.each([
    ['one channel in both', 1, 0, [1, 1]],
    ['the centre of 5.1 in both, quieter', 6, 2, [Math.SQRT1_2, Math.SQRT1_2]],
    ['the left surround of 5.1 on the left', 6, 4, [Math.SQRT1_2, 0]],
    ['no low-frequency channel of 5.1', 6, 3, [0, 0]],
    ['of other layouts the first two', 3, 1, [0, 1]],
  ] as const)('has two channels: %s', async (_, channels, sounding, [left, right]) => {
    const sound = render(1, 48_000);
    const silent = new Float32Array(sound.length);
    const planes = Array.from({ length: channels }, (__, channel) => (channel === sounding ? sound : silent));
    const heard = await decode(await encode(planes, 48_000));
    for (const [channel, gain] of [left, right].entries()) {
      const plane = heard[channel] ?? new Float32Array(0);
      if (gain === 0) expect(Math.max(...plane.map(Math.abs))).toBeLessThan(0.02);
      else
        expect(
          fidelity(
            plane,
            sound.map((value) => gain * value),
          ),
        ).toBeGreaterThan(12);
    }
  });

  it.each([
    ['samples that are no numbers', Number.NaN, 48_000],
    ['infinite samples', Number.POSITIVE_INFINITY, 48_000],
    ['the largest floats', 3e38, 384_000],
    ['one sample a second', 0.5, 1],
  ])('survives %s', async (_, value, rate) => {
    const plane = new Float32Array(Math.min(20_000, 3 * rate)).fill(value);
    const [heard = new Float32Array(0)] = await decode(await encode([plane], rate));
    expect(heard.length).toBe(Math.ceil((plane.length * opusRate) / rate));
    expect(heard.every(Number.isFinite)).toBe(true);
  });

  it('is nothing without sound, ends where it gets too long, and refuses rates that no sound has', async () => {
    expect(await encode([new Float32Array(0)], 48_000)).toHaveLength(0);
    await expect(encode([render(3, 48_000)], 48_000, 2)).rejects.toThrow(TooLong);
    await expect(encode([new Float32Array(100)], 2 ** 31)).rejects.toThrow(RangeError);
  });
});
