import type { Outlet } from '../output.ts';
import type { Sound } from '../sound.ts';
import type { DeckClock } from './deck-clock.ts';
import type { MixerReport } from './deck-messages.ts';
import type { Engine } from './engine.ts';
import { rampSeconds } from './mixer.ts';
import type { Side } from './side.ts';

/** How far ahead the deck begins to follow what plays, in seconds. */
const aheadSeconds = 0.1;
/** After so many attempts it takes over where it believes to be right. */
const mostAttempts = 5;
/** The sound before ends this much after its fade, in seconds. */
const marginSeconds = 0.05;

type Parts = {
  before: Sound;
  outlet: Outlet;
  /** The side that `before` plays. */
  side: Side;
  engine: Pick<Engine, 'order' | 'clock' | 'listenTo'>;
  clock: DeckClock;
  /** Silences `before`. */
  release(): void;
  onDone(): void;
};

/**
 * Lets a deck take over from another sound that plays. The mixer listens to it, the feeder finds what it heard in the
 * file, and from then on the deck follows at exactly that moment, in silence. When the mixer has found both to be the
 * same, they cross-fade.
 */
export class Handover {
  readonly #parts: Parts;
  /** How many frames of the side the sound before is ahead of the device's clock, as far as its own time says. */
  #expected = 0;
  /** The same as it was heard, or as it must do; null while it is listened to. */
  #ahead: number | null = null;
  #attempts = 0;
  #isFading = false;
  /** In frames of the device's clock. */
  #fadesFrom = 0;
  #isDone = false;
  #stopListening: (() => void) | null = null;

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
    const { engine, outlet } = this.#parts;
    this.#stopListening = engine.listenTo(outlet.node);
    engine.order({ kind: 'hear', side: this.side });
    this.#listen();
  }

  /** The sound before is this many frames ahead of the device's clock; null if it could not be recognised. */
  found(ahead: number | null): void {
    if (this.#isDone) return;
    this.#ahead = ahead ?? this.#expected;
    this.aim();
  }

  /** Follows from a moment that is near. Also for another alignment. */
  aim(): void {
    if (this.#ahead === null || this.#isFading) return;
    const { side, engine, clock } = this.#parts;
    const startsAt = Math.round(engine.clock() + aheadSeconds * clock.rate);
    clock.put(side, (startsAt + this.#ahead) / clock.rate);
    clock.start();
    const { generation } = clock;
    engine.order({ kind: 'join', generation, startsAt, isChecked: this.#attempts < mostAttempts });
  }

  /** Follows the mixer, whose reports are also those of the clock. */
  take(report: MixerReport): void {
    if (this.#isDone) return;
    const { before, outlet, clock } = this.#parts;
    const { clock: now, joinsAt, hasMissed, isSilent } = report;
    if (before.paused || before.ended) this.#finish();
    else if (clock.report !== report) return;
    else if (this.#isFading) {
      if (!isSilent && now > this.#fadesFrom + (rampSeconds + marginSeconds) * clock.rate) this.#finish();
    } else if (joinsAt !== null) {
      this.#isFading = true;
      this.#fadesFrom = joinsAt;
      outlet.fadeOut(joinsAt / clock.rate, rampSeconds);
    } else if (hasMissed && this.#ahead !== null) this.#listen();
  }

  /** Silences the sound before at once. */
  abandon(): void {
    if (!this.#isDone) this.#finish();
  }

  #listen(): void {
    const { before, side, engine, clock } = this.#parts;
    this.#attempts++;
    this.#ahead = null;
    this.#expected = Math.round(before.currentTime * clock.rate - engine.clock());
    engine.order({ kind: 'listen', side, expected: this.#expected });
  }

  #finish(): void {
    this.#isDone = true;
    this.#stopListening?.();
    this.#parts.release();
    this.#parts.onDone();
  }
}
