import type { SoundPiece } from '../../../../audio/decoding/decode-sound.ts';
import type { OpenSound } from '../../../../audio/decoding/open-sound.ts';
import { writeStereo } from '../../../../audio/stereo-mix.ts';

/** Compressed sound that lies this far ahead is decoded and dropped; what is further away is read from there. In seconds. */
const skipSeconds = 5;

/** A moving window over a sound, in stereo at its own rate. It only moves forwards; going back reads again. */
export class StereoWindow {
  readonly #sound: OpenSound;
  #pieces: AsyncGenerator<SoundPiece> | null = null;
  #left = new Float32Array(0);
  #right = new Float32Array(0);
  #start = 0;
  #length = 0;
  #hasEnded = false;

  constructor(sound: OpenSound) {
    this.#sound = sound;
  }

  /** The first frame that is held. */
  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#start + this.#length;
  }

  get left(): Float32Array {
    return this.#left.subarray(0, this.#length);
  }

  get right(): Float32Array {
    return this.#right.subarray(0, this.#length);
  }

  /** Holds the frames from `from` to before `to`, as far as the sound has them. Returns whether its end is at or before `to`. */
  async move(from: number, to: number): Promise<boolean> {
    const isFar = this.#sound.isDirect && from > this.end + skipSeconds * this.#sound.sampleRate;
    if (!this.#pieces || from < this.#start || isFar) await this.#open(Math.max(0, from));
    this.#drop(from);
    while (this.end < to && !this.#hasEnded) {
      const { value, done } = await (this.#pieces as AsyncGenerator<SoundPiece>).next();
      if (done) this.#hasEnded = true;
      else this.#append(value);
      this.#drop(from);
    }
    return this.#hasEnded && this.end <= to;
  }

  async close(): Promise<void> {
    await this.#pieces?.return(undefined);
    this.#pieces = null;
  }

  async #open(from: number): Promise<void> {
    await this.close();
    this.#pieces = this.#sound.readFrom(from);
    this.#start = from;
    this.#length = 0;
    this.#hasEnded = false;
  }

  #drop(before: number): void {
    const count = Math.min(this.#length, before - this.#start);
    if (count <= 0) return;
    this.#left.copyWithin(0, count, this.#length);
    this.#right.copyWithin(0, count, this.#length);
    this.#start += count;
    this.#length -= count;
  }

  #append({ planes }: SoundPiece): void {
    const count = planes[0]?.length ?? 0;
    const needed = this.#length + count;
    if (needed > this.#left.length) {
      this.#left = grown(this.#left, needed);
      this.#right = grown(this.#right, needed);
    }
    writeStereo(planes, this.#left, this.#right, this.#length);
    this.#length = needed;
  }
}

function grown(plane: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const larger = new Float32Array(length);
  larger.set(plane);
  return larger;
}
