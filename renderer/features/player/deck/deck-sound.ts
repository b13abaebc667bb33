import type { Alignment } from '../../../../audio/difference/alignment.ts';
import type { Outlet } from '../output.ts';
import { readyStates, type Sound, type soundEvents } from '../sound.ts';
import { DeckClock } from './deck-clock.ts';
import type { FeederReport, MixerReport } from './deck-messages.ts';
import type { DeckSetup } from './deck-setup.ts';
import type { Engine, EngineFactory } from './engine.ts';
import { Handover } from './handover.ts';
import type { Loop } from './loop.ts';
import { type Side, type Sides, sides } from './side.ts';
import { SideLoads } from './side-loads.ts';

/**
 * Two versions as one sound: both play in lockstep, and one is heard. All times are in the heard side's time, unless a
 * side is named.
 */
export class DeckSound extends EventTarget implements Sound {
  readonly #engine: Engine;
  readonly #clock: DeckClock;
  readonly #loads: SideLoads;
  readonly #onChange: () => void;
  #heard: Side;
  #paused = true;
  #ended = false;
  #isFailed = false;
  #isSeeking = false;
  #isWaiting = false;
  #speed = 1;
  #volume = 1;
  #levels: Sides<number> = { a: 1, b: 1 };
  /** While another sound goes on until this one takes over. */
  #handover: Handover | null = null;

  /** `onChange` is called when `stateOf`, `sounding` or `loop` may have changed. */
  constructor(setup: DeckSetup, createEngine: EngineFactory, onChange: () => void) {
    super();
    const { addresses, heard, seconds, alignment } = setup;
    this.#heard = heard;
    this.#onChange = onChange;
    this.#engine = createEngine({
      onMixer: (report) => this.#onMixer(report),
      onFeeder: (report) => this.#onFeeder(report),
      onBroken: () => {
        for (const side of sides) this.#loads.fail(side, 'unsupported');
        this.#checkFailure();
        this.#onChange();
      },
    });
    this.#clock = new DeckClock(this.#engine, { alignment, side: heard, seconds });
    this.#loads = new SideLoads(this.#engine, addresses);
  }

  get src() {
    return this.#loads.addressOf(this.#heard) ?? '';
  }
  set src(address) {
    this.turnTo(address);
  }
  get currentTime() {
    const time = this.secondsOf(this.#heard);
    return Math.max(0, Math.min(time, this.duration || time));
  }
  set currentTime(seconds) {
    this.#ended = false;
    this.#clock.put(this.#heard, seconds);
    this.#goOn();
  }
  get outlet() {
    return this.#engine.outlet();
  }
  get duration() {
    return this.#loads.secondsOf(this.#heard);
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
    if (speed === this.#speed) return;
    if (this.#handover) this.currentTime = this.currentTime;
    this.#speed = speed;
    if (!this.#paused) this.#run(true);
  }
  get volume() {
    return this.#volume;
  }
  set volume(volume) {
    this.#volume = volume;
    if (this.#handover) this.#handover.before.volume = volume;
    this.#sendLevels();
  }
  get readyState() {
    if (this.#handover) return readyStates.haveEnoughData;
    const isReady = this.#paused ? this.#loads.isOpen(this.#heard) : !this.#isWaiting && this.#clock.report;
    return isReady ? readyStates.haveEnoughData : readyStates.haveNothing;
  }
  get error() {
    return this.#isFailed ? this.errorOf(this.#heard) : null;
  }
  /** The side that comes out. A chosen side that still loads joins when it is ready. */
  get sounding(): Side {
    if (this.#handover) return this.#handover.side;
    return this.#paused ? this.#heard : (this.#clock.report?.sounding ?? this.#heard);
  }
  get loop(): Loop | null {
    return this.#clock.loopOf(this.#heard);
  }

  /** The moment of the music in the time of a side, which may not have it. */
  secondsOf(side: Side): number {
    if (!this.#handover) return this.#clock.secondsOf(side, this.#speed);
    return this.#clock.carry(this.#handover.side, side, this.#handover.before.currentTime);
  }

  errorOf(side: Side): MediaError | null {
    return this.#loads.errorOf(side);
  }

  stateOf(side: Side): 'loading' | 'ready' | 'failed' {
    if (this.#loads.hasFailed(side)) return 'failed';
    if (this.#handover?.side === side) return 'ready';
    const isReady = this.#paused || this.#clock.report?.isReady[side];
    return isReady && this.#loads.isOpen(side) ? 'ready' : 'loading';
  }

  async play() {
    if (this.#handover) return;
    if (this.#ended) this.currentTime = 0;
    if (this.#paused) {
      this.#paused = false;
      this.#isWaiting = true;
      this.#fire('play', 'waiting');
    }
    await this.#begin();
  }

  /** Plays what another sound plays, which goes on until this one has read enough. */
  async takeOver(before: Sound, outlet: Outlet, release: () => void): Promise<void> {
    const onDone = () => {
      this.#handover = null;
      this.#engine.order({ kind: 'hear', side: this.#heard });
      this.#onChange();
    };
    const parts = { side: this.#heard, engine: this.#engine, clock: this.#clock };
    this.#handover = new Handover({ before, outlet, ...parts, release, onDone });
    this.#paused = false;
    this.#fire('play', 'playing');
    this.#clock.rate = await this.#engine.start();
    this.#sendLevels();
    this.#handover?.start();
  }

  pause() {
    if (this.#paused) return;
    if (this.#handover) this.#clock.put(this.#heard, this.currentTime);
    this.#paused = true;
    this.#handover?.abandon();
    this.#run(false);
    this.#fire('pause');
  }

  /** Tries again what failed. */
  load() {
    this.#isFailed = false;
    for (const side of sides) this.#loads.retry(side);
    this.#fire('emptied');
  }

  removeAttribute() {
    this.pause();
  }

  turnTo(address: string): boolean {
    const side = this.#loads.sideOf(address);
    if (!side) return false;
    if (side === this.#heard) return true;
    if (this.#paused) this.#clock.put(side, this.secondsOf(side));
    this.#heard = side;
    this.#ended = false;
    this.#loads.retry(side);
    if (!this.#handover) this.#engine.order({ kind: 'hear', side });
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
    if (!this.#clock.setAlignment(alignment)) return;
    if (this.#handover) this.#handover.aim();
    else this.#goOn();
  }

  /** Releases the worker and the audio device. */
  dispose(): void {
    this.#paused = true;
    this.#engine.dispose();
  }

  async #begin(): Promise<void> {
    this.#clock.rate = await this.#engine.start();
    if (this.#paused) return this.#engine.suspend();
    this.#sendLevels();
    this.#engine.order({ kind: 'hear', side: this.#heard });
    this.#clock.start();
    this.#run(true);
  }

  /** After the playhead was put somewhere. */
  #goOn(): void {
    this.#isSeeking = true;
    this.#fire('seeking');
    if (this.#paused) this.#endSeek();
    else if (this.#handover) {
      this.#handover.abandon();
      this.#begin().catch(() => undefined);
    } else this.#clock.start();
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
    if (this.#handover) this.#handover.take(report);
    else if (this.#clock.report !== report) return;
    else if (report.hasEnded && !this.#paused) this.#end();
    else this.#show(report);
    this.#onChange();
  }

  #show({ isStarved, isSilent }: MixerReport): void {
    const isWaiting = isStarved || isSilent;
    if (!isWaiting) this.#endSeek();
    if (!this.#paused && isWaiting !== this.#isWaiting) {
      this.#isWaiting = isWaiting;
      this.#fire(isWaiting ? 'waiting' : 'playing');
    }
    this.#checkFailure();
  }

  #onFeeder(report: FeederReport): void {
    this.#loads.take(report);
    if (report.kind === 'found') this.#handover?.found(report.ahead);
    else if (report.kind === 'failed') this.#checkFailure();
    else if (report.side === this.#heard) this.#fire('durationchange', 'canplay');
    this.#onChange();
  }

  /** Fails only when there is nothing left to hear: samples that are held, or another sound, go on. */
  #checkFailure(): void {
    const { report } = this.#clock;
    const isHeard = !this.#paused && report !== null && !report.isStarved && !report.isSilent;
    if (!this.#loads.hasFailed(this.#heard) || isHeard || this.#handover || this.#isFailed) return;
    this.#isFailed = true;
    this.pause();
    this.#fire('error');
  }

  #end(): void {
    if (this.duration > 0) this.#clock.put(this.#heard, this.duration);
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
