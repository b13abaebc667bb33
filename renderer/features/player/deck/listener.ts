import type { Listened, MixerOrder } from './deck-messages.ts';

/** So many frames are listened to: about a sixth of a second, which rarely repeats. */
const listenedFrames = 8_192;

type Listen = Omit<Extract<MixerOrder, { kind: 'listen' }>, 'kind'>;

/** Collects what comes in, when it is asked to. */
export class Listener {
  readonly #onHeard: (listened: Listened) => void;
  #asked: Listen | null = null;
  #samples = new Float32Array(0);
  #count = 0;
  #clock = 0;

  constructor(onHeard: (listened: Listened) => void) {
    this.#onHeard = onHeard;
  }

  start({ side, expected }: Listen): void {
    this.#asked = { side, expected };
    this.#samples = new Float32Array(listenedFrames);
    this.#count = 0;
  }

  /** The next frames, of which the first is at `clock`. Without input they are silent. */
  hear(input: Float32Array | undefined, frames: number, clock: number): void {
    if (!this.#asked) return;
    if (this.#count === 0) this.#clock = clock;
    const room = this.#samples.subarray(this.#count);
    if (input) room.set(input.subarray(0, room.length));
    this.#count += frames;
    if (this.#count < listenedFrames) return;
    this.#onHeard({ kind: 'listened', ...this.#asked, clock: this.#clock, samples: this.#samples });
    this.#asked = null;
    this.#samples = new Float32Array(0);
  }
}
