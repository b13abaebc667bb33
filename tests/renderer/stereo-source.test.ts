import { expect, it } from 'vitest';
import type { OpenSound } from '../../audio/decoding/open-sound.ts';
import { createStereoSource } from '../../renderer/features/player/deck/stereo-source.ts';

const frames = 400_000;

/** A sound whose samples are their own positions. */
const counting: OpenSound = {
  sampleRate: 8_000,
  channels: 1,
  frames,
  isDirect: true,
  async *readFrom(first) {
    for (let at = first; at < frames; at += 5_000) {
      const length = Math.min(5_000, frames - at);
      yield { planes: [Float32Array.from({ length }, (_, index) => at + index)], sampleRate: 8_000 };
    }
  },
};

it('reads a long sound into bounded memory', async () => {
  const source = createStereoSource(counting, 8_000);
  const arrays = new Set<ArrayBufferLike>();
  for (let number = 0; number * source.chunkFrames < frames; number++) {
    const { left, right } = await source.chunk(number);
    expect([left[0], right.at(-1)]).toEqual([
      number * source.chunkFrames,
      (number + 1) * source.chunkFrames - 1,
    ]);
    arrays.add(left.buffer);
    arrays.add(right.buffer);
  }
  const bytes = [...arrays].reduce((total, { byteLength }) => total + byteLength, 0);
  expect(bytes).toBeLessThanOrEqual(2 * 1024 ** 2);
  // After memory was used again, chunks are still what they were.
  expect((await source.chunk(0)).left.slice(0, 3)).toEqual(new Float32Array([0, 1, 2]));
  expect((await source.chunk(Math.floor(frames / source.chunkFrames))).left).toHaveLength(0);
});
