import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
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
  ['AAC', 'audio/mp4', fixture('aac.m4a'), false],
  ['ADTS', 'audio/aac', fixture('adts.aac'), false],
  ['FLAC', 'audio/flac', fixture('flac.flac'), false],
  ['MP3', 'audio/mpeg', fixture('tagged.mp3'), false],
  ['Opus', 'audio/ogg', fixture('opus.opus'), false],
  ['Vorbis', 'audio/ogg', fixture('vorbis.ogg'), false],
];

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
      if (isDirect) expect(sound.frames).toBe(length);
      for (const frame of [0, 1, 700, length - 1]) {
        expect(await collect(sound.readFrom(frame))).toEqual(whole.map((samples) => samples.slice(frame)));
      }
      expect(await collect(sound.readFrom(length))).toEqual([]);
      expect(await collect(sound.readFrom(length + 1_000))).toEqual([]);
    },
  );

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
