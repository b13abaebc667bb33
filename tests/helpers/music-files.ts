import { makeMusic } from './music.ts';
import { writePcm } from './pcm.ts';

export const musicRate = 16_000;

/** Some seconds of music in a small file; `edit` changes each channel. */
export function musicFile(
  edit: (plane: Float32Array<ArrayBuffer>, channel: number) => Float32Array = (plane) => plane,
  { seconds = 8, seed = 1 } = {},
): Buffer<ArrayBuffer> {
  const planes = makeMusic(seconds, { seed, sampleRate: musicRate }).planes.map(edit);
  return writePlanes(planes, musicRate);
}

/** A WAV of 24 bits. */
export function writePlanes(planes: Float32Array[], sampleRate: number): Buffer<ArrayBuffer> {
  const frames = planes[0]?.length ?? 0;
  const header = writePcm('wav-24', { sampleRate, channels: planes.length, samples: [] });
  const data = Buffer.alloc(3 * planes.length * frames);
  for (const [channel, plane] of planes.entries()) {
    for (let frame = 0, at = 3 * channel; frame < frames; frame++, at += 3 * planes.length) {
      const value = Math.round((plane[frame] as number) * 2 ** 23);
      data.writeIntLE(Math.max(-(2 ** 23), Math.min(2 ** 23 - 1, value)), at, 3);
    }
  }
  header.writeUInt32LE(header.length - 8 + data.length, 4);
  header.writeUInt32LE(data.length, header.length - 4);
  return Buffer.concat([header, data]);
}
