import type { Alignment } from '../../../../audio/difference/alignment.ts';
import type { Sound, soundEvents } from '../sound.ts';
import { DeckClock, type Loop } from './deck-clock.ts';
import type { FailureKind, FeederReport, MixerReport } from './deck-messages.ts';
import type { Engine, EngineListeners } from './engine.ts';
import { type Side, type Sides, sides } from './side.ts';

/** `seconds` is the moment to start at, in the heard side's time. B may be missing. */
export type DeckSetup = {
  addresses: { a: string; b: string | null };
  heard: Side;
  seconds: number;
  /** In seconds. */
  alignment: Alignment;
};

export type EngineFactory = (listeners: EngineListeners) => Engine;

/** The codes of `MediaError`. */
const codes: Record<FailureKind, number> = { network: 2, damaged: 3, unsupported: 4 };

/** `HTMLMediaElement.readyState` */
const haveNothing = 0;
const haveEnoughData = 4;

/**
 * Two versions as one sound: both play in lockstep, and one is heard. All times are in the heard side's time, unless a
 * side is named.
 */
export class DeckSound extends EventTarget implements Sound {
  readonly #engine: Engine;
  readonly #clock: DeckClock;
  readonly #addresses: DeckSetup['addresses'];
  readonly #onChange: () => void;
  readonly #failures: Sides<FailureKind | null> = { a: null, b: null };
  readonly #isOpen: Sides<boolean> = { a: false, b: false };
  readonly #seconds: Sides<number | null> = { a: null, b: null };
  #heard: Side;
  #paused = true;
  #ended = false;
  #isFailed = false;
  #isSeeking = false;
  #isWaiting = false;
  #speed = 1;
  #volume = 1;
  #levels: Sides<number> = { a: 1, b: 1 };

  /** `onChange` is called when `stateOf`, `sounding` or `loop` may have changed. */
  constructor(setup: DeckSetup, createEngine: EngineFactory, onChange: () => void) {
    super();
    const { addresses, heard, seconds, alignment } = setup;
    this.#addresses = addresses;
    this.#heard = heard;
    this.#onChange = onChange;
    this.#engine = createEngine({
      onMixer: (report) => this.#onMixer(report),
      onFeeder: (report) => this.#onFeeder(report),
      onBroken: () => {
        for (const side of sides) this.#fail(side, 'unsupported');
      },
    });
    this.#clock = new DeckClock(this.#engine, { alignment, side: heard, seconds });
    for (const side of sides) this.#open(side);
  }

  get src() {
    return this.#addresses[this.#heard] ?? '';
  }
  set src(address) {
    this.turnTo(address);
  }
  get currentTime() {
    const time = this.secondsOf(this.#heard);
    return Math.max(0, Math.min(time, this.duration || time));
  }
  set currentTime(seconds) {
    this.#clock.put(this.#heard, seconds);
    this.#ended = false;
    this.#goOn();
  }
  /** NaN until it is known. */
  get duration() {
    return this.#seconds[this.#heard] ?? Number.NaN;
  }
  get paused() {
    return this.#paused;
  }
  get ended() {
    return this.#ended;
  }
  get playbackRate() {
    return this.#speed;
  }
  set playbackRate(speed) {
    this.#speed = speed;
    if (!this.#paused) this.#run(true);
  }
  get volume() {
    return this.#volume;
  }
  set volume(volume) {
    this.#volume = volume;
    this.#sendLevels();
  }
  get readyState() {
    const isReady = this.#paused ? this.#isOpen[this.#heard] : !this.#isWaiting && this.#clock.report;
    return isReady ? haveEnoughData : haveNothing;
  }
  get error() {
    return this.#isFailed ? this.errorOf(this.#heard) : null;
  }
  /** The side that comes out. A chosen side that still loads joins when it is ready. */
  get sounding(): Side {
    return this.#paused ? this.#heard : (this.#clock.report?.sounding ?? this.#heard);
  }
  get loop(): Loop | null {
    return this.#clock.loopOf(this.#heard);
  }

  /** The moment of the music in the time of a side, which may not have it. */
  secondsOf(side: Side): number {
    return this.#clock.secondsOf(side, this.#speed);
  }

  /** Why a side can't be heard. */
  errorOf(side: Side): MediaError | null {
    const failure = this.#failures[side];
    return failure && ({ code: codes[failure] } as MediaError);
  }

  stateOf(side: Side): 'loading' | 'ready' | 'failed' {
    if (this.#failures[side]) return 'failed';
    const isReady = this.#paused || this.#clock.report?.isReady[side];
    return isReady && this.#isOpen[side] ? 'ready' : 'loading';
  }

  async play() {
    if (this.#ended) this.currentTime = 0;
    if (this.#paused) {
      this.#paused = false;
      this.#isWaiting = true;
      this.#fire('play', 'waiting');
    }
    this.#clock.rate = await this.#engine.start();
    if (this.#paused) return this.#engine.suspend();
    this.#sendLevels();
    this.#engine.order({ kind: 'hear', side: this.#heard });
    this.#clock.start();
    this.#run(true);
  }

  pause() {
    if (this.#paused) return;
    this.#paused = true;
    this.#run(false);
    this.#fire('pause');
  }

  /** Tries again what failed. */
  load() {
    this.#isFailed = false;
    for (const side of sides) if (this.#failures[side]) this.#open(side);
    this.#fire('emptied');
  }

  removeAttribute() {
    this.pause();
  }

  turnTo(address: string): boolean {
    const side = sides.find((one) => this.#addresses[one] === address);
    if (!side) return false;
    if (side === this.#heard) return true;
    if (this.#paused) this.#clock.put(side, this.secondsOf(side));
    this.#heard = side;
    this.#ended = false;
    if (this.#failures[side]) this.#open(side);
    this.#engine.order({ kind: 'hear', side });
    this.#fire('durationchange', 'timeupdate');
    return true;
  }

  /** Amplitudes that the sides are multiplied by. */
  setLevels(levels: Sides<number>): void {
    this.#levels = levels;
    this.#sendLevels();
  }

  /** A playhead behind the end of the loop moves to its beginning. */
  setLoop(loop: Loop | null): void {
    if (this.#clock.setLoop(this.#heard, loop)) this.#goOn();
    this.#onChange();
  }

  /** The side that comes out goes on; the other one moves. */
  setAlignment(alignment: Alignment): void {
    if (this.#clock.setAlignment(alignment)) this.#goOn();
    this.#onChange();
  }

  /** Releases the worker and the audio device. */
  dispose(): void {
    this.#paused = true;
    this.#engine.dispose();
  }

  #open(side: Side): void {
    const address = this.#addresses[side];
    if (address === null) return;
    this.#failures[side] = null;
    this.#isOpen[side] = false;
    this.#engine.open(side, address);
  }

  /** After the playhead was put somewhere. */
  #goOn(): void {
    this.#isSeeking = true;
    this.#fire('seeking');
    if (!this.#paused) this.#clock.start();
    else this.#endSeek();
  }

  #endSeek(): void {
    if (!this.#isSeeking) return;
    this.#isSeeking = false;
    this.#fire('seeked');
  }

  #run(isPlaying: boolean): void {
    this.#engine.order({ kind: 'run', isPlaying, speed: this.#speed });
  }

  #sendLevels(): void {
    this.#engine.order({ kind: 'level', sides: this.#levels, volume: this.#volume });
  }

  #onMixer(report: MixerReport): void {
    if (this.#clock.take(report)) this.#goOn();
    if (this.#paused && report.isSilent) this.#engine.suspend();
    if (this.#clock.report !== report) return;
    if (report.hasEnded && !this.#paused) {
      this.#end();
      return;
    }
    const isWaiting = report.isStarved || report.isSilent;
    if (!isWaiting) this.#endSeek();
    if (!this.#paused && isWaiting !== this.#isWaiting) {
      this.#isWaiting = isWaiting;
      this.#fire(isWaiting ? 'waiting' : 'playing');
    }
    this.#checkFailure();
    this.#onChange();
  }

  #onFeeder(report: FeederReport): void {
    const { side } = report;
    if (report.kind === 'failed') {
      this.#fail(side, report.failure);
      return;
    }
    this.#isOpen[side] = true;
    this.#seconds[side] = report.seconds;
    if (side === this.#heard) this.#fire('durationchange', 'canplay');
    this.#onChange();
  }

  #fail(side: Side, failure: FailureKind): void {
    this.#failures[side] = failure;
    this.#checkFailure();
    this.#onChange();
  }

  /** Fails only when there is nothing left to hear: samples that are held, or the other side, go on. */
  #checkFailure(): void {
    const { report } = this.#clock;
    const isHeard = !this.#paused && report !== null && !report.isStarved && !report.isSilent;
    if (!this.#failures[this.#heard] || isHeard || this.#isFailed) return;
    this.#isFailed = true;
    this.pause();
    this.#fire('error');
  }

  #end(): void {
    const { duration } = this;
    if (duration > 0) this.#clock.put(this.#heard, duration);
    this.#paused = true;
    this.#ended = true;
    this.#engine.suspend();
    this.#fire('pause', 'ended');
  }

  #fire(...names: (typeof soundEvents)[number][]): void {
    for (const name of names) this.dispatchEvent(new Event(name));
    this.#onChange();
  }
}
