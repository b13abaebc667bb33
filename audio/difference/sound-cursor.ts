import type { Planes } from '../samples.ts';

/** A sound as a decoder yields it. The planes are reused once the next piece is asked for. */
export type SoundPieces = AsyncIterable<{ planes: Planes; sampleRate: number }>;

/** Reads a sound from front to end in spans that may overlap, keeping only what the next span may need. */
export type SoundCursor = {
  /**
   * The `length` frames from frame `from`, with silence where there is no sound. They are good until the next call.
   * `from` never goes back by more than the last span's length.
   */
  read(length: number, from: number): Promise<Float32Array[]>;
  close(): Promise<void>;
};

const capacity = 2 ** 16;

export function createSoundCursor(pieces: SoundPieces, channels: number): SoundCursor {
  const source = pieces[Symbol.asyncIterator]();
  /** The frames from `base` to `base + count`. */
  let kept = Array.from({ length: channels }, () => new Float32Array(capacity));
  let base = 0;
  let count = 0;
  let isAtEnd = false;
  /** For spans that reach beyond the sound. */
  let padded: Float32Array[] = [];

  function append(planes: Planes, keepFrom: number): void {
    const length = planes[0]?.length ?? 0;
    const surplus = Math.min(count, Math.max(0, keepFrom - base));
    const needed = count - surplus + length;
    const size = kept[0]?.length ?? 0;
    const room = needed > size ? 2 ** Math.ceil(Math.log2(needed)) : size;
    kept = kept.map((plane, channel) => {
      const target = room > size ? new Float32Array(room) : plane;
      target.set(plane.subarray(surplus, count));
      const added = planes[channel];
      if (added) target.set(added, count - surplus);
      return target;
    });
    base += surplus;
    count = needed;
  }

  return {
    async read(length, from) {
      while (!isAtEnd && base + count < from + length) {
        const next = await source.next();
        if (next.done) isAtEnd = true;
        else append(next.value.planes, from);
      }
      if (from >= base && from + length <= base + count)
        return kept.map((plane) => plane.subarray(from - base, from - base + length));
      const first = Math.max(from, base);
      const end = Math.max(first, Math.min(from + length, base + count));
      if (padded[0]?.length !== length) padded = kept.map(() => new Float32Array(length));
      for (const [channel, plane] of padded.entries()) {
        const own = kept[channel] as Float32Array;
        plane.fill(0);
        if (end > first) plane.set(own.subarray(first - base, end - base), first - from);
      }
      return padded;
    },
    async close() {
      await source.return?.();
    },
  };
}
