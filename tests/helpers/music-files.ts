import { makeMusic } from './music.ts';
import { writePcm } from './pcm.ts';

export const musicRate = 16_000;

/** Some seconds of music in a small file; `edit` changes each channel. */
export function musicFile(
  edit: (plane: Float32Array<ArrayBuffer>, channel: number) => Float32Array = (plane) => plane,
  { seconds = 8, seed = 1 } = {},
): Buffer<ArrayBuffer> {
  const planes = makeMusic(seconds, { seed, sampleRate: musicRate }).planes.map(edit);
  const samples = Array.from(
    { length: 2 * (planes[0]?.length ?? 0) },
    (_, at) => planes[at % 2]?.[at >> 1] ?? 0,
  );
  return writePcm('wav-24', { sampleRate: musicRate, channels: 2, samples });
}
