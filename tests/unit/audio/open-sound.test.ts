import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ReadableBytes } from '../../../audio/bytes.ts';
import { decodeSound } from '../../../audio/decoding/decode-sound.ts';
import { loadFfmpegPackage } from '../../../audio/decoding/ffmpeg.ts';
import { openSound } from '../../../audio/decoding/open-sound.ts';
import type { Planes } from '../../../audio/samples.ts';
import { inMemory, sine, writePcm } from '../../helpers/pcm.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));

const sounds: [name: string, mimeType: string, bytes: Uint8Array, isDirect: boolean][] = [
  ['24-bit WAV', 'audio/wav', writePcm('wav-24', sine(1)), true],
  ['AIFF', 'audio/aiff', writePcm('aiff-16', sine(1)), true],
  ['ALAC', 'audio/mp4', fixture('alac-stereo-24.m4a'), true],
  ['AAC', 'audio/mp4', fixture('aac.m4a'), true],
  ['ADTS', 'audio/aac', fixture('adts.aac'), true],
  ['FLAC', 'audio/flac', fixture('flac.flac'), true],
  ['MP3', 'audio/mpeg', fixture('tagged.mp3'), true],
  ['Opus', 'audio/ogg', fixture('opus.opus'), false],
  ['Vorbis', 'audio/ogg', fixture('vorbis.ogg'), false],
];

/** With noise, and a false frame header, in place of some frames at about 15 s. */
function damaged(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const at = Math.floor((15 * copy.length) / 40);
  for (let index = 0; index < 4_000; index++) copy[at + index] = (index * 89 + (index >> 3)) & 255;
  copy.set(copy.subarray(copy.length - 4_000, copy.length - 2_000), at + 1_000);
  return copy;
}

async function collect(pieces: AsyncIterable<{ planes: Planes }>): Promise<number[][]> {
  const all: number[][] = [];
  for await (const { planes } of pieces) {
    for (const [channel, plane] of planes.entries()) {
      all[channel] = [...(all[channel] ?? []), ...plane];
    }
  }
  return all;
}

describe('a sound that is read from any frame', () => {
  it.each(sounds)(
    'gives the samples of the whole from there on: %s',
    async (_, mimeType, bytes, isDirect) => {
      const whole = await collect(decodeSound(inMemory(bytes), mimeType, loadFfmpegPackage));
      const length = whole[0]?.length ?? 0;
      const sound = await openSound(inMemory(bytes), mimeType, loadFfmpegPackage);
      if (!sound) throw new Error('There is no sound');
      expect(sound.isDirect).toBe(isDirect);
      expect(sound.channels).toBe(whole.length);
      if (sound.frames !== null) expect(sound.frames).toBe(length);
      for (const frame of [0, 1, 700, length - 1]) {
        expect(await collect(sound.readFrom(frame))).toEqual(whole.map((samples) => samples.slice(frame)));
      }
      expect(await collect(sound.readFrom(length))).toEqual([]);
      expect(await collect(sound.readFrom(length + 1_000))).toEqual([]);
    },
  );

  it.each([
    ['whole', fixture('noise.flac')],
    // Bytes that look like the beginning of a frame are not taken for one, and damage is stepped over.
    ['damaged in the middle', damaged(fixture('noise.flac'))],
  ])('enters a FLAC file in the middle, reading little: %s', async (_, bytes) => {
    const file = inMemory(bytes);
    let read = 0;
    const counted: ReadableBytes = {
      size: file.size,
      async read(at, length) {
        const found = await file.read(at, length);
        read += found.length;
        return found;
      },
    };
    const whole: number[] = [];
    const all = decodeSound(inMemory(fixture('noise.flac')), 'audio/flac', loadFfmpegPackage);
    for await (const { planes } of all) whole.push(...(planes[0] ?? []));
    const sound = await openSound(counted, 'audio/flac', loadFfmpegPackage);
    for (const frame of [319_000, 40_000, 200_123, 280_001, 10]) {
      read = 0;
      const pieces = sound?.readFrom(frame);
      const { value } = (await pieces?.next()) ?? {};
      const samples = [...(value?.planes[0] ?? [])];
      expect(samples.length).toBeGreaterThan(0);
      expect(samples).toEqual(whole.slice(frame, frame + samples.length));
      expect(read).toBeLessThan(file.size / 2);
      await pieces?.return(undefined);
    }
  });

  it('drops what only prepares a decoder of Opus or MP3', async () => {
    for (const [name, mimeType, frames] of [
      ['opus.opus', 'audio/ogg', 4_800],
      ['tagged.mp3', 'audio/mpeg', 4_410],
      ['vorbis.ogg', 'audio/ogg', 4_410],
    ] as const) {
      const [samples] = await collect(decodeSound(inMemory(fixture(name)), mimeType, loadFfmpegPackage));
      expect(samples).toHaveLength(frames);
    }
  });

  it('is null for bytes without sound', async () => {
    for (const mimeType of ['audio/wav', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/flac', 'audio/aac']) {
      const noise = new Uint8Array(1_000).fill(7);
      expect([mimeType, await openSound(inMemory(noise), mimeType, loadFfmpegPackage)]).toEqual([
        mimeType,
        null,
      ]);
    }
  });
});
