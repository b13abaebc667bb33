import type { MixerOrder } from './deck-messages.ts';

/** So many frames decide whether two sounds are the same: long enough for the lowest tones. */
const compared = 2_048;
/** How alike they must be: 1 is exactly. Half a frame apart, high tones cost some of it. */
const likeness = 0.9;
/** Quieter than this, nothing can be heard that could jump. Mean squares. */
const silence = 1e-8;
/** Between the verdict and the cross-fade, for the page to prepare it. In seconds. */
const noticeSeconds = 0.12;
const quantum = 128;

type Join = Omit<Extract<MixerOrder, { kind: 'join' }>, 'kind'>;

/** Compares what comes in with what would come out, and says when to take over. In frames of the context's clock. */
export class Joining {
  readonly generation: number;
  readonly startsAt: number;
  /** Nothing is compared with less than this ahead: it would come out soon. In frames. */
  readonly needed: number;
  readonly #notice: number;
  readonly #isChecked: boolean;
  #joinsAt: number | null = null;
  #hasMissed = false;
  #count = 0;
  #both = 0;
  #input = 0;
  #own = 0;

  constructor({ generation, startsAt, isChecked }: Join, rate: number) {
    this.generation = generation;
    this.startsAt = startsAt;
    this.#isChecked = isChecked;
    // Everything begins with a stretch of the mixer.
    this.#notice = quantum * Math.ceil((noticeSeconds * rate) / quantum);
    this.needed = 2 * this.#notice;
  }

  /** Null until both were found to be the same. */
  get joinsAt(): number | null {
    return this.#joinsAt;
  }

  get hasMissed(): boolean {
    return this.#hasMissed;
  }

  /** The next frames of both, which begin at `clock`. */
  compare(input: Float32Array | undefined, own: (at: number) => number, frames: number, clock: number): void {
    if (this.#hasMissed) return;
    for (let at = 0; at < frames; at++) {
      const [x, y] = [input?.[at] ?? 0, own(at)];
      this.#both += x * y;
      this.#input += x * x;
      this.#own += y * y;
    }
    this.#count += frames;
    if (this.#count < compared && this.#isChecked) return;
    if (this.#isChecked && !this.#isSame()) this.#hasMissed = true;
    else this.#joinsAt = clock + frames + this.#notice;
  }

  #isSame(): boolean {
    if (this.#input < silence * this.#count) return true;
    return this.#both > 0 && this.#both ** 2 >= likeness ** 2 * this.#input * this.#own;
  }
}
