import { readFileSync } from 'node:fs';
import { assert, asyncProperty, double } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadableBytes } from '../../../audio/bytes.ts';
import { decodeSound } from '../../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../../audio/decoding/ffmpeg.ts';
import { openSound } from '../../../audio/decoding/open-sound.ts';
import type { Planes } from '../../../audio/samples.ts';
import { inMemory } from '../../helpers/pcm.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));

const files: [name: string, mimeType: string, bytes: Uint8Array][] = [
  ['MP3 of one bit rate', 'audio/mpeg', fixture('music.mp3')],
  ['MP3 of variable bit rate', 'audio/mpeg', fixture('long-variable.mp3')],
  ['MP3 of a low rate that says nothing about itself', 'audio/mpeg', fixture('long-low-rate.mp3')],
  ['Vorbis', 'audio/ogg', fixture('long.ogg')],
  ['Opus', 'audio/ogg', fixture('long.opus')],
  ['AAC in an MP4', 'audio/mp4', fixture('long.m4a')],
  ['AAC in ADTS frames', 'audio/aac', fixture('long.aac')],
];

async function collect(pieces: AsyncGenerator<{ planes: Planes }>, atLeast: number) {
  const channels: number[][] = [];
  for await (const { planes } of pieces) {
    for (const [channel, plane] of planes.entries()) {
      channels[channel] ??= [];
      for (const sample of plane) channels[channel].push(sample);
    }
    if ((channels[0]?.length ?? 0) >= atLeast) break;
  }
  return channels;
}

/** The largest difference between samples from a seek on and the same ones of the whole. */
function error(found: number[][], whole: number[][], frame: number): number {
  let largest = 0;
  for (const [channel, samples] of found.entries()) {
    for (const [at, sample] of samples.entries()) {
      largest = Math.max(
        largest,
        Math.abs(sample - (whole[channel]?.[frame + at] ?? Number.POSITIVE_INFINITY)),
      );
    }
  }
  return largest;
}

const read = async (mimeType: string, bytes: Uint8Array) => {
  const whole = await collect(
    decodeSound(inMemory(bytes), mimeType, loadFfmpegPackage),
    Number.POSITIVE_INFINITY,
  );
  const sound = await openSound(inMemory(bytes), mimeType, loadFfmpegPackage);
  if (!sound) throw new Error('There is no sound');
  return { whole, sound, length: whole[0]?.length ?? 0 };
};

describe('compressed sound that is entered in the middle', () => {
  it.each(files)('gives the samples of decoding from the beginning: %s', async (_, mimeType, bytes) => {
    const { whole, sound, length } = await read(mimeType, bytes);
    expect(sound.isDirect).toBe(true);
    await assert(
      asyncProperty(double({ min: 0, max: 1, noNaN: true }), async (share) => {
        const frame = Math.floor(share * (length - 1));
        const found = await collect(sound.readFrom(frame), 3_000);
        expect(found[0]?.length).toBeGreaterThan(0);
        // Decoders settle to the last bits: far below one step of 16 bits, 3e-5. A wrong sample differs by far more.
        expect(error(found, whole, frame)).toBeLessThan(1e-5);
      }),
      { numRuns: 5, examples: [[0], [0.999], [1]] },
    );
    // Up to the end, and nothing behind it.
    const tail = await collect(sound.readFrom(length - 50_000), Number.POSITIVE_INFINITY);
    expect(tail[0]).toHaveLength(50_000);
    expect(error(tail, whole, length - 50_000)).toBeLessThan(1e-5);
    expect(await collect(sound.readFrom(length), 1)).toEqual([]);
  });

  it('reads little of an MP3 of one bit rate', async () => {
    const file = inMemory(fixture('music.mp3'));
    let read = 0;
    const counted: ReadableBytes = {
      size: file.size,
      async read(at, length) {
        const found = await file.read(at, length);
        read += found.length;
        return found;
      },
    };
    const sound = await openSound(counted, 'audio/mpeg', loadFfmpegPackage);
    read = 0;
    const pieces = sound?.readFrom(400_000);
    await pieces?.next();
    await pieces?.return(undefined);
    expect(read).toBeLessThan(file.size / 2);
  });

  it('decodes a damaged MP3 from the beginning, and finds the same samples', async () => {
    for (const name of ['music.mp3', 'long-variable.mp3']) {
      const bytes = Uint8Array.from(fixture(name));
      // Some frames in the middle are gone, with parts of two.
      const middle = Math.floor(bytes.length / 2);
      const damaged = new Uint8Array([...bytes.subarray(0, middle), ...bytes.subarray(middle + 3_001)]);
      const { whole, sound, length } = await read('audio/mpeg', damaged);
      for (const frame of [50_000, Math.floor(0.8 * length)]) {
        const found = await collect(sound.readFrom(frame), 3_000);
        expect(found[0]?.length).toBeGreaterThan(0);
        expect([name, frame, error(found, whole, frame) < 1e-5]).toEqual([name, frame, true]);
      }
    }
  });

  it('begins at the same sample in Opus as in the file it was made of', async () => {
    const { whole, length } = await read('audio/ogg', fixture('long.opus'));
    expect(length).toBe(6 * 48_000);
    // The right channel is 0.2 · sin(2π · 330 t) · sin(t).
    const errorAt = (shift: number) => {
      let sum = 0;
      for (let at = 60_000; at < 70_000; at++) {
        const time = (at + shift) / 48_000;
        sum += ((whole[1]?.[at] ?? 0) - 0.2 * Math.sin(2 * Math.PI * 330 * time) * Math.sin(time)) ** 2;
      }
      return sum;
    };
    const shifts = Array.from({ length: 101 }, (_, index) => index - 50);
    const best = shifts.reduce((least, shift) => (errorAt(shift) < errorAt(least) ? shift : least));
    expect(Math.abs(best)).toBeLessThanOrEqual(1);
  });
});
