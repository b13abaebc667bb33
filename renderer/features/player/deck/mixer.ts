import type { FeedMessage, MixerOrder, MixerReport } from './deck-messages.ts';
import { Ring } from './ring.ts';
import { eachSide, type Side, type Sides, sides } from './side.ts';

/** Every change of a level takes this long, in seconds: short enough for a switch, long enough to make no click. */
export const rampSeconds = 0.01;
/** How much of each side is held, in seconds. */
export const ringSeconds = 10;
/** Nothing starts with less than this, in seconds: a busy machine may need a while for what follows. */
const startSeconds = 0.5;
const reportSeconds = 0.025;

type State = Pick<MixerReport, 'sounding' | 'isReady' | 'isStarved' | 'hasEnded' | 'isSilent'>;

/**
 * Mixes two rings that are read at the same position, so that the sides can't drift apart: a switch only turns one up
 * and the other down. Runs in the audio thread; without it in tests.
 */
export class Mixer {
  readonly #rate: number;
  readonly #rings: Sides<Ring>;
  readonly #report: (report: MixerReport) => void;
  readonly #giveBack: (copied: Float32Array[]) => void;
  readonly #blend: Ramp;
  readonly #flow: Ramp;
  readonly #volume: Ramp;
  readonly #levels: Sides<Ramp>;
  readonly #ramp: number;
  #ends: Sides<number> = { a: Number.POSITIVE_INFINITY, b: Number.POSITIVE_INFINITY };
  #generation = 0;
  #played = 0;
  #speed = 1;
  #isPlaying = false;
  /** In frames of the context's clock. */
  #startsAt = 0;
  #isStarved = true;
  #hasEnded = false;
  #chosen: Side = 'a';
  #sounding: Side = 'a';
  /** The messages of a seek, while the sound before it fades out. */
  #next: FeedMessage[] | null = null;
  #reported: State | null = null;
  #reportedAt = Number.NEGATIVE_INFINITY;

  /** `giveBack` gets the arrays whose samples have been copied. */
  constructor(
    rate: number,
    report: (report: MixerReport) => void,
    giveBack: (copied: Float32Array[]) => void = () => undefined,
  ) {
    this.#rate = rate;
    this.#report = report;
    this.#giveBack = giveBack;
    this.#ramp = Math.round(rampSeconds * rate);
    this.#rings = eachSide(() => new Ring(Math.round(ringSeconds * rate)));
    this.#blend = new Ramp(0, this.#ramp);
    this.#flow = new Ramp(0, this.#ramp);
    this.#volume = new Ramp(1, this.#ramp);
    this.#levels = eachSide(() => new Ramp(1, this.#ramp));
  }

  order(order: MixerOrder): void {
    if (order.kind === 'run') {
      this.#isPlaying = order.isPlaying;
      this.#speed = order.speed;
      this.#startsAt = order.at ?? 0;
      if (order.isPlaying) this.#hasEnded = false;
    } else if (order.kind === 'hear') {
      this.#chosen = order.side;
      // Nothing is heard that could be joined without a jump.
      if (this.#flow.value === 0) this.#hear(order.side, true);
    } else {
      const isQuiet = this.#flow.value === 0;
      this.#volume.aim(order.volume, isQuiet);
      for (const side of sides) this.#levels[side].aim(order.sides[side], isQuiet);
    }
  }

  feed(message: FeedMessage): void {
    if (this.#next) {
      if (message.kind === 'begin') this.#next = [];
      this.#next.push(message);
    } else if (message.kind === 'begin' && this.#flow.value > 0) this.#next = [message];
    else this.#take(message);
  }

  /** Fills a stretch of the output. `clock`: the context's time in frames. */
  process(left: Float32Array, right: Float32Array, clock: number): void {
    this.#prepare(left.length, clock);
    for (let index = 0; index < left.length; index++) {
      const flow = this.#flow.step() * this.#volume.step();
      const b = this.#blend.step();
      const gainA = (1 - b) * this.#levels.a.step() * flow;
      const gainB = b * this.#levels.b.step() * flow;
      if (this.#flow.value === 0 && this.#flow.isThere) {
        left[index] = 0;
        right[index] = 0;
        continue;
      }
      const at = this.#played;
      const { a: ringA, b: ringB } = this.#rings;
      left[index] = (gainA && gainA * ringA.left(at)) + (gainB && gainB * ringB.left(at));
      right[index] = (gainA && gainA * ringA.right(at)) + (gainB && gainB * ringB.right(at));
      this.#played += this.#speed;
    }
    if (this.#flow.value === 0 && this.#next) this.#turn();
    this.#tell(clock + left.length);
  }

  /** Decides for a stretch of this length which side comes out, and whether anything does. */
  #prepare(frames: number, clock: number): void {
    const reach = (this.#ramp + frames) * this.#speed;
    const enough = Math.round(startSeconds * this.#rate) * this.#speed;
    if (this.#chosen !== this.#sounding && this.#isReady(this.#chosen, enough)) {
      this.#hear(this.#chosen, this.#flow.value === 0);
    }
    if (this.#isPlaying && this.#played >= this.#ends[this.#sounding]) {
      this.#hasEnded = true;
      this.#isPlaying = false;
      this.#flow.aim(0, true);
    }
    this.#isStarved = !this.#isReady(this.#sounding, this.#isStarved ? enough : reach);
    const isDue = this.#isPlaying && clock >= this.#startsAt;
    this.#flow.aim(isDue && !this.#isStarved && !this.#next ? 1 : 0, false);
  }

  /** Also ready if the music of the side ends within that reach. */
  #isReady(side: Side, frames: number): boolean {
    const ring = this.#rings[side];
    return ring.has(this.#played, Math.min(this.#played + frames, Math.max(this.#played, this.#ends[side])));
  }

  #hear(side: Side, atOnce: boolean): void {
    this.#sounding = side;
    this.#blend.aim(side === 'b' ? 1 : 0, atOnce);
  }

  #turn(): void {
    const messages = this.#next ?? [];
    this.#next = null;
    for (const message of messages) this.#take(message);
  }

  #take(message: FeedMessage): void {
    if (message.kind === 'begin') {
      this.#generation = message.generation;
      this.#played = 0;
      this.#isStarved = true;
      this.#hasEnded = false;
      for (const side of sides) {
        this.#rings[side].clear();
        this.#ends[side] = Number.POSITIVE_INFINITY;
      }
      return;
    }
    if (message.generation !== this.#generation) return;
    if (message.kind === 'samples') {
      this.#rings[message.side].write(message.at, message.left, message.right);
      this.#giveBack([message.left, message.right]);
    } else if (message.kind === 'end') this.#ends[message.side] = message.at ?? Number.POSITIVE_INFINITY;
    else for (const side of message.sides) this.#rings[side].truncate(message.from);
  }

  #tell(clock: number): void {
    const state: State = {
      sounding: this.#sounding,
      isReady: eachSide((side) => this.#isReady(side, this.#ramp)),
      isStarved: this.#isStarved && this.#isPlaying,
      hasEnded: this.#hasEnded,
      isSilent: this.#flow.value === 0,
    };
    const isSame =
      this.#reported !== null &&
      state.isReady.a === this.#reported.isReady.a &&
      state.isReady.b === this.#reported.isReady.b &&
      state.sounding === this.#reported.sounding &&
      state.isStarved === this.#reported.isStarved &&
      state.hasEnded === this.#reported.hasEnded &&
      state.isSilent === this.#reported.isSilent;
    if (isSame && clock - this.#reportedAt < reportSeconds * this.#rate) return;
    this.#reported = state;
    this.#reportedAt = clock;
    this.#report({ generation: this.#generation, played: this.#played, clock, ...state });
  }
}

/** A level that moves to its target in a straight line. */
class Ramp {
  readonly #frames: number;
  #value: number;
  #target: number;
  #step = 0;

  constructor(value: number, frames: number) {
    this.#value = value;
    this.#target = value;
    this.#frames = frames;
  }

  get value(): number {
    return this.#value;
  }

  get isThere(): boolean {
    return this.#value === this.#target;
  }

  aim(target: number, atOnce: boolean): void {
    if (atOnce) this.#value = target;
    else if (target !== this.#target) this.#step = (target - this.#value) / this.#frames;
    this.#target = target;
  }

  /** The value of the next frame. */
  step(): number {
    if (this.#value === this.#target) return this.#value;
    const next = this.#value + this.#step;
    const isPast = this.#step > 0 ? next >= this.#target : next <= this.#target;
    this.#value = isPast || this.#step === 0 ? this.#target : next;
    return this.#value;
  }
}
