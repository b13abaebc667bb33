import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSoundSeconds } from '../../../audio/sound-seconds.ts';
import { pcmKinds, writePcm } from '../../helpers/pcm.ts';
import { readableOf } from '../../helpers/readable-bytes.ts';

describe('the length of a sound', () => {
  it.each(pcmKinds)('is read from the header of %s', async (kind) => {
    const samples = Array.from({ length: 2 * 4410 }, () => 0.1);
    const bytes = writePcm(kind, { sampleRate: 44_100, channels: 2, samples });
    expect(await readSoundSeconds(readableOf(bytes))).toBeCloseTo(0.1, 6);
  });

  it('is read from the header of a FLAC', async () => {
    const bytes = readFileSync(new URL('../../fixtures/audio/flac.flac', import.meta.url));
    expect(await readSoundSeconds(readableOf(bytes))).toBeCloseTo(0.02, 6);
  });

  it.each(['bare.mp3', 'vorbis.ogg', 'alac.m4a', 'README.md'])('is unknown for %s', async (name) => {
    const bytes = readFileSync(new URL(`../../fixtures/audio/${name}`, import.meta.url));
    expect(await readSoundSeconds(readableOf(bytes))).toBeNull();
    expect(await readSoundSeconds(readableOf(bytes.subarray(0, 9)))).toBeNull();
  });
});
