import type { OpenSound } from '../../../../audio/decoding/open-sound.ts';
import { createResampler } from '../../../../audio/resampler.ts';
import { StereoWindow } from './stereo-window.ts';

/** A part of a sound, `chunkFrames` long except the last one, which may also be empty. */
export type Chunk = { left: Float32Array<ArrayBuffer>; right: Float32Array<ArrayBuffer> };

/** A sound in stereo at the device's rate, in chunks that can be read in any order. */
export type StereoSource = {
  chunkFrames: number;
  chunk(number: number): Promise<Chunk>;
  close(): Promise<void>;
};

const chunksInSecond = 4;
/** Chunks that were just used are kept, so that a short loop isn't decoded on every turn. In bytes. */
const keptBytes = 2 * 1024 ** 2;

export function createStereoSource(sound: OpenSound, rate: number): StereoSource {
  const chunkFrames = Math.round(rate / chunksInSecond);
  const mostKept = Math.max(2, Math.floor(keptBytes / (2 * Float32Array.BYTES_PER_ELEMENT * chunkFrames)));
  const window = new StereoWindow(sound);
  const kept = new Map<number, Chunk>();
  const read = sound.sampleRate === rate ? readUnchanged : resampled(sound.sampleRate, rate);
  let reading: Promise<unknown> = Promise.resolve();

  /** Memory for a chunk: that of the one that wasn't used for longest, once enough are kept. */
  function space(): Chunk {
    const [oldest] = kept;
    if (kept.size < mostKept || !oldest) return newChunk(chunkFrames);
    const [number, { left, right }] = oldest;
    kept.delete(number);
    return { left: new Float32Array(left.buffer), right: new Float32Array(right.buffer) };
  }

  async function chunk(number: number): Promise<Chunk> {
    const found = kept.get(number) ?? (await read(window, number * chunkFrames, space()));
    kept.delete(number);
    kept.set(number, found);
    return found;
  }

  return {
    chunkFrames,
    chunk(number) {
      // One after the other: they share the window.
      const next = reading.then(() => chunk(number));
      reading = next.catch(() => undefined);
      return next;
    },
    close: async () => {
      await reading;
      await window.close();
    },
  };
}

function newChunk(frames: number): Chunk {
  return { left: new Float32Array(frames), right: new Float32Array(frames) };
}

/** Fills a chunk with the frames from `frame` on. Returns less of it at the end of the sound. */
type Read = (window: StereoWindow, frame: number, chunk: Chunk) => Promise<Chunk>;

async function readUnchanged(window: StereoWindow, from: number, { left, right }: Chunk): Promise<Chunk> {
  const count = left.length;
  await window.move(from, from + count);
  const start = from - window.start;
  const length = Math.max(0, Math.min(count, window.end - from));
  left.set(window.left.subarray(start, start + length));
  right.set(window.right.subarray(start, start + length));
  return { left: left.subarray(0, length), right: right.subarray(0, length) };
}

function resampled(from: number, to: number): Read {
  const resampler = createResampler(from, to);
  return async (window, frame, chunk) => {
    const count = chunk.left.length;
    const hasEnded = await window.move(resampler.firstNeeded(frame), resampler.endNeeded(frame + count - 1));
    // The result ends at the moment at which the source does.
    const end = hasEnded ? Math.ceil((window.end * to) / from) : Number.POSITIVE_INFINITY;
    const length = Math.max(0, Math.min(count, end - frame));
    const [left, right] = [chunk.left.subarray(0, length), chunk.right.subarray(0, length)];
    resampler.fill(left, frame, window.left, window.start);
    resampler.fill(right, frame, window.right, window.start);
    return { left, right };
  };
}
