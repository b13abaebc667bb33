import { type Alignment, carry, type Join } from '../../../../audio/difference/alignment.ts';
import type { MixerReport } from './deck-messages.ts';
import type { Engine } from './engine.ts';
import { carryLoop, type Loop, shortestLoop } from './loop.ts';
import type { Side } from './side.ts';
import { firstDifference, frameAt, nextTurn, type Timeline } from './timeline.ts';

/** Samples that are heard sooner than this can't be replaced without a gap. In seconds. */
const soonSeconds = 0.3;
/** Between two reports the playhead is estimated, up to this far ahead. In seconds. */
const estimateSeconds = 0.1;

type Setup = { alignment: Alignment; side: Side; seconds: number };

/** Which moment of the music is heard: follows the mixer's reports, and tells the engine where to go on. */
export class DeckClock {
  readonly #engine: Pick<Engine, 'begin' | 'change' | 'clock'>;
  #rate = 0;
  /** In seconds. */
  #alignment: Alignment;
  #lead: Side;
  /** Where the playhead was put, in the leading side's time. */
  #seconds: number;
  /** In the time of the side that it was made on. */
  #loop: (Loop & { side: Side }) | null = null;
  #timeline: Timeline | null = null;
  #generation = 0;
  #report: MixerReport | null = null;
  #isMoved = true;

  constructor(engine: Pick<Engine, 'begin' | 'change' | 'clock'>, { alignment, side, seconds }: Setup) {
    this.#engine = engine;
    this.#alignment = alignment;
    this.#lead = side;
    this.#seconds = seconds;
  }

  /** The device's sample rate, once it is known. */
  set rate(rate: number) {
    this.#rate = rate;
  }
  get rate(): number {
    return this.#rate;
  }

  get generation(): number {
    return this.#generation;
  }

  /** The mixer's last report, unless the playhead has been moved since. */
  get report(): MixerReport | null {
    return !this.#isMoved && this.#report?.generation === this.#timeline?.generation ? this.#report : null;
  }

  /**
   * Lets the side that comes out lead. If that needs a jump, the playhead is put, and the result is true.
   */
  take(report: MixerReport): boolean {
    const before = this.#report;
    this.#report = report;
    const { sounding } = report;
    // During the cross-fade both are heard as they are.
    const isSteady = before?.generation === report.generation && before.sounding === sounding;
    return this.report === report && isSteady && sounding !== this.#lead && this.#follow(sounding, report);
  }

  /** The moment that is heard, in the time of a side. In seconds. */
  secondsOf(side: Side, speed: number): number {
    const timeline = this.#timeline;
    if (!timeline || this.#isMoved) {
      return this.carry(this.#lead, side, this.#seconds);
    }
    const { report } = this;
    if (!report) return frameAt(timeline, side, timeline.played) / this.#rate;
    const { played, clock, isStarved, isSilent } = report;
    const since = isStarved || isSilent ? 0 : this.#engine.clock() - clock;
    const ahead = Math.max(0, Math.min(since, estimateSeconds * this.#rate)) * speed;
    return frameAt(timeline, side, played + ahead) / this.#rate;
  }

  /** A moment of one side in the time of the other. */
  carry(from: Side, to: Side, seconds: number): number {
    return from === to ? seconds : carry(this.#alignment, from, seconds);
  }

  /** Puts the playhead somewhere, from where `start` goes on. */
  put(side: Side, seconds: number): void {
    this.#lead = side;
    this.#seconds = seconds;
    this.#isMoved = true;
  }

  /** Makes the engine continue from where the playhead was put. */
  start(): void {
    // Without a rate there are no frames yet: it starts from here once the device runs.
    if (!this.#isMoved || this.#rate === 0) return;
    this.#isMoved = false;
    const frame = Math.round(this.#seconds * this.#rate);
    this.#timeline = { generation: ++this.#generation, played: 0, frame, ...this.#settings(this.#lead) };
    this.#engine.begin(this.#timeline);
  }

  /** The loop in the time of a side. */
  loopOf(side: Side): Loop | null {
    if (!this.#loop) return null;
    const { from, to, side: own } = this.#loop;
    return carryLoop(this.#alignment, own, side, { from, to });
  }

  /** Sets the loop, in the time of a side. If that needs a jump, the playhead is put, and the result is true. */
  setLoop(side: Side, loop: Loop | null): boolean {
    this.#loop = loop && { ...loop, side };
    if (!loop || this.secondsOf(side, 1) < loop.to) return this.#renew();
    this.put(side, loop.from);
    return true;
  }

  /** The leading side goes on, and the other one moves. If that needs a jump, the playhead is put, and the result is true. */
  setAlignment(alignment: Alignment): boolean {
    if (JSON.stringify(alignment) === JSON.stringify(this.#alignment)) return false;
    this.#alignment = alignment;
    return this.#renew();
  }

  /** Applies the loop and the alignment. */
  #renew(): boolean {
    const before = this.#timeline;
    const { report } = this;
    if (!before || this.#isMoved) return this.#isMoved;
    if (report) {
      const { played } = report;
      const lead = this.#lead;
      const after = { ...before, played, frame: frameAt(before, lead, played), ...this.#settings(lead) };
      if (this.#change(before, after)) return false;
      this.put(lead, this.secondsOf(lead, 1));
    } else this.put(this.#lead, this.#seconds);
    return true;
  }

  #follow(side: Side, { played }: MixerReport): boolean {
    const before = this.#timeline as Timeline;
    const after = { ...before, played, frame: frameAt(before, side, played), ...this.#settings(side) };
    const isLeft = nextTurn(after, played) === Number.POSITIVE_INFINITY;
    if (after.loop && isLeft && nextTurn(before, played) < Number.POSITIVE_INFINITY) {
      this.put(side, after.loop.from / this.#rate);
      return true;
    }
    // So close before a section, the side that comes out passes it as the other one does, and leads behind it.
    if (this.#change(before, after)) this.#lead = side;
    return false;
  }

  /** False if the leading side would have to be replaced too soon. */
  #change(before: Timeline, after: Timeline): boolean {
    const { played } = after;
    const soon = { from: played, to: played + soonSeconds * this.#rate };
    if (firstDifference(before, after, after.lead, soon) < Number.POSITIVE_INFINITY) return false;
    this.#timeline = after;
    this.#engine.change(after);
    return true;
  }

  #settings(lead: Side): Pick<Timeline, 'lead' | 'loop' | 'alignment'> {
    const frames = (seconds: number) => Math.round(seconds * this.#rate);
    const loop = this.loopOf(lead);
    // Rounding each moment alone could make the offset wrong by one frame.
    const inFrames = ({ a, b }: Join) => ({ a: frames(a), b: frames(a) + frames(b - a) });
    const [first, ...rest] = this.#alignment;
    return {
      lead,
      loop: loop && { from: frames(loop.from), to: frames(Math.max(loop.to, loop.from + shortestLoop)) },
      alignment: [inFrames(first), ...rest.map(inFrames)],
    };
  }
}
