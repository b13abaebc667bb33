import { expect, it } from 'vitest';
import { loadFfmpegPackage } from '../../audio/decoding/ffmpeg.ts';
import { openSound } from '../../audio/decoding/open-sound.ts';
import { createStereoSource } from '../../renderer/features/player/deck/stereo-source.ts';
import { hostileSounds } from '../helpers/hostile-sounds.ts';
import { inMemory } from '../helpers/pcm.ts';

const rate = 48_000;

it.each(Object.entries(hostileSounds))(
  'a page that compares reads it in bounded memory, without a value that is no number: %s',
  async (_, make) => {
    const bytes = make();
    const sound = await openSound(inMemory(bytes), 'audio/wav', loadFfmpegPackage);
    if (!sound) throw new Error('There is no sound');
    const source = createStereoSource(sound, rate);
    const before = process.memoryUsage();
    const seconds = (sound.frames ?? 0) / sound.sampleRate;
    const last = Math.max(0, Math.ceil((seconds * rate) / source.chunkFrames) - 1);
    for (const number of new Set([0, 1, last >> 1, last, last + 1, last + 1000])) {
      const { left, right } = await source.chunk(number);
      expect(left.length).toBe(right.length);
      expect(left.length).toBeLessThanOrEqual(source.chunkFrames);
      if (number > last) expect(left.length).toBe(0);
      for (const plane of [left, right]) expect(plane.findIndex((value) => !Number.isFinite(value))).toBe(-1);
    }
    const after = process.memoryUsage();
    expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(
      80 * 1024 ** 2,
    );
    await source.close();
  },
);
