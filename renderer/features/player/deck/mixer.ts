import type { FeedMessage, Listened, MixerOrder, MixerReport } from './deck-messages.ts';
import { Joining } from './joining.ts';
import { Listener } from './listener.ts';
import { Ramp } from './ramp.ts';
import { Ring } from './ring.ts';
import { eachSide, type Side, type Sides, sides } from './side.ts';

/** Every change of a level takes this long, in seconds: short enough for a switch, long enough to make no click. */
export const rampSeconds = 0.01;
/** How much of each side is held, in seconds. */
export const ringSeconds = 10;
/** Nothing starts with less than this, in seconds: a busy machine may need a while for what follows. */
const startSeconds = 0.5;
const reportSeconds = 0.025;

type State = Omit<MixerReport, 'generation' | 'played' | 'clock'>;

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
  /** While it takes over from another sound. */
  #joining: Joining | null = null;
  readonly #listener: Listener;
  #isStarved = true;
  #hasEnded = false;
  #chosen: Side = 'a';
  #sounding: Side = 'a';
  /** The messages of a seek, while the sound before it fades out. */
  #next: FeedMessage[] | null = null;
  #reported: State | null = null;
  #reportedAt = Number.NEGATIVE_INFINITY;

  /** `giveBack` gets the arrays whose samples have been copied; `listened` what came in. */
  constructor(
    rate: number,
    report: (report: MixerReport) => void,
    giveBack: (copied: Float32Array[]) => void = () => undefined,
    listened: (listened: Listened) => void = () => undefined,
  ) {
    this.#listener = new Listener(listened);
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
      this.#joining = null;
      if (order.isPlaying) this.#hasEnded = false;
    } else if (order.kind === 'join') {
      this.#isPlaying = false;
      this.#speed = 1;
      this.#joining = new Joining(order, this.#rate);
    } else if (order.kind === 'listen') {
      this.#listener.start(order);
    } else if (order.kind === 'hear') {
      this.#chosen = order.side;
      // Nothing is heard that could be joined without a jump.
      if (this.#flow.value === 0) this.#hear(order.side, true);
    } else if (order.kind === 'level') {
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

  /** Fills a stretch of the output. `clock`: the context's time in frames; `input`: the left channel of another sound. */
  process(left: Float32Array, right: Float32Array, clock: number, input?: Float32Array): void {
    this.#listener.hear(input, left.length, clock);
    if (this.#joining) this.#join(this.#joining, left.length, clock, input);
    this.#prepare(left.length);
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
  #prepare(frames: number): void {
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
    this.#flow.aim(this.#isPlaying && !this.#isStarved && !this.#next ? 1 : 0, false);
  }

  /** Follows the context's clock in silence, until it comes out at the moment that was found right. */
  #join(joining: Joining, frames: number, clock: number, input: Float32Array | undefined): void {
    if (this.#generation !== joining.generation || clock < joining.startsAt) return;
    this.#played = clock - joining.startsAt;
    const ring = this.#rings[this.#sounding];
    if (!this.#isReady(this.#sounding, joining.needed)) return;
    if (joining.joinsAt === null) joining.compare(input, (at) => ring.left(this.#played + at), frames, clock);
    if (joining.joinsAt === null || clock < joining.joinsAt) return;
    this.#joining = null;
    this.#isPlaying = true;
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
      joinsAt: this.#joining?.joinsAt ?? null,
      hasMissed: this.#joining?.hasMissed ?? false,
    };
    if (
      this.#reported &&
      isSame(state, this.#reported) &&
      clock - this.#reportedAt < reportSeconds * this.#rate
    )
      return;
    this.#reported = state;
    this.#reportedAt = clock;
    this.#report({ generation: this.#generation, played: this.#played, clock, ...state });
  }
}

function isSame(one: State, other: State): boolean {
  return (
    one.isReady.a === other.isReady.a &&
    one.isReady.b === other.isReady.b &&
    one.sounding === other.sounding &&
    one.isStarved === other.isStarved &&
    one.hasEnded === other.hasEnded &&
    one.isSilent === other.isSilent &&
    one.joinsAt === other.joinsAt &&
    one.hasMissed === other.hasMissed
  );
}
