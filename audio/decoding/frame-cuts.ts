import type { SoundPiece } from './decode-sound.ts';

/** Drops the first frames. */
export async function* skipFrames(
  pieces: AsyncGenerator<SoundPiece>,
  frames: number,
): AsyncGenerator<SoundPiece> {
  let left = frames;
  for await (const { planes, sampleRate } of pieces) {
    const length = planes[0]?.length ?? 0;
    const start = Math.min(left, length);
    left -= start;
    if (start < length) yield { planes: planes.map((plane) => plane.subarray(start)), sampleRate };
  }
}

/** Keeps only the first frames. */
export async function* takeFrames(
  pieces: AsyncGenerator<SoundPiece>,
  frames: number,
): AsyncGenerator<SoundPiece> {
  let left = frames;
  if (left <= 0) return;
  for await (const { planes, sampleRate } of pieces) {
    const length = planes[0]?.length ?? 0;
    yield length <= left
      ? { planes, sampleRate }
      : { planes: planes.map((plane) => plane.subarray(0, left)), sampleRate };
    left -= length;
    if (left <= 0) return;
  }
}
