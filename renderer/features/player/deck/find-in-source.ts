import type { Listened } from './deck-messages.ts';
import { findSound } from './find-sound.ts';
import type { Side, Sides } from './side.ts';
import type { StereoSource } from './stereo-source.ts';

/** How far the position that an audio element states may be from what it gives. In seconds. */
const reachSeconds = 0.3;

/** Finds in a side what came in, as soon as both are there. */
export function createFinder(onFound: (side: Side, ahead: number | null) => void) {
  const opened: Partial<Sides<{ source: StereoSource; rate: number }>> = {};
  const waiting: Partial<Sides<Listened>> = {};

  async function find(listened: Listened): Promise<void> {
    const { side } = listened;
    const found = opened[side];
    if (!found) {
      waiting[side] = listened;
      return;
    }
    // A side that can't be read says so when it is fed.
    onFound(side, await aheadOf(found.source, listened, found.rate).catch(() => null));
  }

  return {
    find: (listened: Listened) => void find(listened),
    open(side: Side, source: StereoSource, rate: number): void {
      opened[side] = { source, rate };
      const listened = waiting[side];
      delete waiting[side];
      if (listened) void find(listened);
    },
  };
}

/** How many frames of the source what came in is ahead of the device's clock; null if it isn't there. */
async function aheadOf(
  source: StereoSource,
  { samples, clock, expected }: Listened,
  rate: number,
): Promise<number | null> {
  const reach = Math.round(reachSeconds * rate);
  const sound = await readLeft(source, clock + expected - reach, samples.length + 2 * reach);
  const later = findSound(samples, sound);
  return later === null ? null : expected + later;
}

/** The left channel from a frame on. Silence outside of the sound. */
async function readLeft(source: StereoSource, from: number, length: number): Promise<Float32Array> {
  const samples = new Float32Array(length);
  for (let at = 0; at < length; ) {
    const frame = from + at;
    const number = Math.floor(frame / source.chunkFrames);
    const start = frame - number * source.chunkFrames;
    const part = number < 0 ? null : (await source.chunk(number)).left.subarray(start);
    const room = Math.min(length - at, source.chunkFrames - start);
    if (part) samples.set(part.subarray(0, room), at);
    at += room;
  }
  return samples;
}
