import type { SoundPiece } from '../decoding/decode-sound.ts';
import { createResampler } from '../resampler.ts';
import { writeStereo } from '../stereo-mix.ts';

/** Both channels of a stretch of sound, good until the next one is asked for. */
export type StereoPiece = { left: Float32Array; right: Float32Array };

/** Beyond this a filter would take more memory than the sound. In Hz. */
const highestRate = 768_000;

/** Nothing louder can be heard, and neither NaN nor infinity may spread. */
const loudest = 8;

/**
 * A sound in stereo at another rate, in pieces of `frames` frames, the last one shorter. Frame n is the sound at the time
 * n / `rate`, and it ends when the sound does. Holds a moment of it at a time.
 */
export async function* stereoStream(
  sound: AsyncIterable<SoundPiece>,
  rate: number,
  frames: number,
): AsyncGenerator<StereoPiece> {
  let source: StereoPiece = { left: new Float32Array(0), right: new Float32Array(0) };
  /** The first frame of the source that is held, and how many are. */
  let start = 0;
  let length = 0;
  let from = 0;
  let next = 0;
  let resampler: ReturnType<typeof createResampler> | null = null;
  const result: StereoPiece = { left: new Float32Array(frames), right: new Float32Array(frames) };

  const append = ({ planes }: SoundPiece) => {
    const count = planes[0]?.length ?? 0;
    if (source.left.length < length + count) {
      source = { left: grown(source.left, length + count), right: grown(source.right, length + count) };
    }
    writeStereo(planes, source.left, source.right, length);
    for (const plane of [source.left, source.right]) tame(plane.subarray(length, length + count));
    length += count;
  };
  const dropBefore = (frame: number) => {
    const count = Math.min(length, frame - start);
    if (count <= 0) return;
    for (const plane of [source.left, source.right]) plane.copyWithin(0, count, length);
    start += count;
    length -= count;
  };
  const take = (count: number): StereoPiece => {
    const piece = { left: result.left.subarray(0, count), right: result.right.subarray(0, count) };
    for (const side of ['left', 'right'] as const) {
      const held = source[side].subarray(0, length);
      if (resampler) resampler.fill(piece[side], next, held, start);
      else piece[side].set(held.subarray(next - start, next - start + count));
    }
    next += count;
    dropBefore(resampler ? resampler.firstNeeded(next) : next);
    return piece;
  };
  const endNeeded = (frame: number) => resampler?.endNeeded(frame) ?? frame + 1;

  for await (const piece of sound) {
    if (from === 0) {
      from = piece.sampleRate;
      if (from > highestRate) throw new RangeError(`A rate of ${from} Hz`);
      if (from !== rate) resampler = createResampler(from, rate);
    }
    append(piece);
    while (endNeeded(next + frames - 1) <= start + length) yield take(frames);
  }
  const total = from === 0 ? 0 : Math.ceil(((start + length) * rate) / from);
  while (next < total) yield take(Math.min(frames, total - next));
}

function tame(plane: Float32Array): void {
  for (let at = 0; at < plane.length; at++) {
    const value = plane[at] as number;
    if (!(value > -loudest && value < loudest)) plane[at] = value > 0 ? loudest : value < 0 ? -loudest : 0;
  }
}

function grown(plane: Float32Array, least: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(2 * least);
  larger.set(plane);
  return larger;
}
