import type { Sound } from '../sound.ts';
import type { DeckClock } from './deck-clock.ts';
import type { MixerReport } from './deck-messages.ts';
import type { Engine } from './engine.ts';
import type { Side } from './side.ts';

/** How far ahead the deck starts, so that it has read enough by then. Each attempt doubles it. In seconds. */
const shortestAhead = 0.7;
const longestAhead = 6;
/** The sound before fades out in steps, in milliseconds. */
const fadeStep = 4;
const fadeSteps = 5;

type Parts = {
  before: Sound;
  /** The side that `before` plays. */
  side: Side;
  engine: Pick<Engine, 'order' | 'clock' | 'untilHeard'>;
  clock: DeckClock;
  /** Silences `before`. */
  release(): void;
  onDone(): void;
};

/**
 * Lets a deck take over from another sound that plays. That one goes on until the deck has read enough to come out at the
 * same moment of the music; then one fades out while the other fades in.
 */
export class Handover {
  readonly #parts: Parts;
  #ahead = shortestAhead;
  /** The frame of the device's clock at which the deck starts. */
  #startsAt = 0;
  #isStarted = false;
  #isDone = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get before(): Sound {
    return this.#parts.before;
  }

  /** The side that is heard meanwhile. */
  get side(): Side {
    return this.#parts.side;
  }

  /** The device works now. */
  start(): void {
    if (this.#isDone) return;
    this.#isStarted = true;
    this.#parts.engine.order({ kind: 'hear', side: this.side });
    this.aim();
  }

  /** Chooses a moment to start at. Also for another alignment. */
  aim(): void {
    if (!this.#isStarted) return;
    const { before, side, engine, clock } = this.#parts;
    this.#startsAt = quantumAfter(engine.clock() + this.#ahead * clock.rate);
    clock.put(side, heardTime(before) + engine.untilHeard(this.#startsAt));
    clock.start();
    engine.order({ kind: 'run', isPlaying: true, speed: 1, at: this.#startsAt });
  }

  /** Follows the mixer, whose reports are also those of the clock. */
  take({ played, clock, isSilent }: MixerReport): void {
    if (this.#isDone) return;
    const { before, engine } = this.#parts;
    const { rate } = this.#parts.clock;
    if (before.paused || before.ended) {
      this.#finish();
    } else if (!isSilent && played > 0) {
      if (Math.abs(clock - this.#startsAt - played) > 1) this.#aimLater();
      else this.#fade(1_000 * engine.untilHeard(this.#startsAt));
    } else if (clock > this.#startsAt + 0.05 * rate) this.#aimLater();
  }

  /** Silences the sound before at once. */
  abandon(): void {
    if (!this.#isDone) this.#finish();
  }

  #aimLater(): void {
    this.#ahead = Math.min(longestAhead, 2 * this.#ahead);
    this.aim();
  }

  #fade(wait: number): void {
    if (this.#timer !== null) return;
    const { before } = this.#parts;
    const { volume } = before;
    let step = 0;
    const next = () => {
      step++;
      before.volume = volume * (1 - step / fadeSteps);
      if (step < fadeSteps) this.#timer = setTimeout(next, fadeStep);
      else this.#finish();
    };
    this.#timer = setTimeout(next, Math.max(0, wait));
  }

  #finish(): void {
    this.#isDone = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#parts.release();
    this.#parts.onDone();
  }
}

/** The mixer works in stretches of this many frames. */
const quantum = 128;

const quantumAfter = (frame: number) => Math.ceil(frame / quantum) * quantum;

const heardTime = (sound: Sound) => sound.heardTime ?? sound.currentTime;
