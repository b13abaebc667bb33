import type { MixerReport } from './deck-messages.ts';
import type { Engine } from './engine.ts';
import { frameAt, nextTurn, type Timeline } from './timeline.ts';

/** A stretch that repeats, in seconds. */
export type Loop = { from: number; to: number };

export function shifted(loop: Loop | null, by: number): Loop | null {
  return loop && { from: loop.from + by, to: loop.to + by };
}

/** A change of the loop that takes effect sooner than this needs a jump of its own. In seconds. */
const soonSeconds = 0.3;
/** Between two reports the playhead is estimated, up to this far ahead. In seconds. */
const estimateSeconds = 0.1;

/** Which moment of the music is heard: follows the mixer's reports, and tells the engine where to go on. */
export class DeckClock {
  readonly #engine: Pick<Engine, 'begin' | 'change' | 'clock'>;
  #rate = 0;
  #moment: number;
  #loop: Loop | null = null;
  #timeline: Timeline | null = null;
  #generation = 0;
  #report: MixerReport | null = null;
  #isMoved = true;

  constructor(engine: Pick<Engine, 'begin' | 'change' | 'clock'>, moment: number) {
    this.#engine = engine;
    this.#moment = moment;
  }

  /** The device's sample rate, once it is known. */
  set rate(rate: number) {
    this.#rate = rate;
  }

  get loop(): Loop | null {
    return this.#loop;
  }

  /** The mixer's last report, unless the playhead has been moved since. */
  get report(): MixerReport | null {
    return !this.#isMoved && this.#report?.generation === this.#timeline?.generation ? this.#report : null;
  }

  take(report: MixerReport): void {
    this.#report = report;
  }

  /** In seconds. */
  moment(speed: number): number {
    const timeline = this.#timeline;
    if (!timeline || this.#isMoved) return this.#moment;
    const { report } = this;
    if (!report) return timeline.frame / this.#rate;
    const { played, clock, isStarved, isSilent } = report;
    const since = isStarved || isSilent ? 0 : this.#engine.clock() - clock;
    const ahead = Math.max(0, Math.min(since, estimateSeconds * this.#rate)) * speed;
    return frameAt(timeline, played + ahead) / this.#rate;
  }

  /** Puts the playhead somewhere, from where `start` goes on. */
  put(moment: number): void {
    this.#moment = moment;
    this.#isMoved = true;
  }

  /** Makes the engine continue from where the playhead was put. */
  start(): void {
    if (!this.#isMoved) return;
    const frame = Math.round(this.#moment * this.#rate);
    const loop = this.#loopInFrames();
    this.#isMoved = false;
    this.#timeline = { generation: ++this.#generation, played: 0, frame, loop };
    this.#engine.begin(this.#timeline);
  }

  /** If that needs a jump, the playhead is put, and the result is true. */
  setLoop(loop: Loop | null): boolean {
    this.#loop = loop;
    const { report } = this;
    const isBehind = loop !== null && this.moment(1) >= loop.to;
    const before = this.#timeline;
    if (isBehind) this.put(loop.from);
    else if (before && !this.#isMoved && !report) this.put(this.#moment);
    else if (before && report) {
      const { played } = report;
      const frame = frameAt(before, played);
      const after = { ...before, played, frame, loop: this.#loopInFrames() };
      const from = Math.min(nextTurn(before, played), nextTurn(after, played));
      if (from - played < soonSeconds * this.#rate) this.put(this.moment(1));
      else {
        this.#timeline = after;
        if (from < Number.POSITIVE_INFINITY) this.#engine.change(after, from);
      }
    }
    return this.#isMoved;
  }

  #loopInFrames(): Timeline['loop'] {
    if (!this.#loop) return null;
    const from = Math.round(this.#loop.from * this.#rate);
    return { from, to: Math.max(from + 1, Math.round(this.#loop.to * this.#rate)) };
  }
}
