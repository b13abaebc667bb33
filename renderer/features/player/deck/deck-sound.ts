import type { Alignment } from '../../../../audio/difference/alignment.ts';
import type { Outlet } from '../output.ts';
import { readyStates, type Sound, type soundEvents } from '../sound.ts';
import { DeckClock } from './deck-clock.ts';
import type { FeederReport, MixerReport } from './deck-messages.ts';
import type { DeckSetup } from './deck-setup.ts';
import type { Engine, EngineFactory } from './engine.ts';
import { Handover } from './handover.ts';
import type { Loop } from './loop.ts';
import { MixerOrders } from './mixer-orders.ts';
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
  paused = true;
  ended = false;
  #isFailed = false;
  #isSeeking = false;
  #isWaiting = false;
  #speed = 1;
  readonly #orders: MixerOrders;
  /** A part of the engine doesn't work. */
  #isBroken = false;
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
        this.#isBroken = true;
        for (const side of sides) this.#loads.fail(side, 'unsupported');
        this.#checkFailure();
        this.#onChange();
      },
    });
    this.#orders = new MixerOrders(this.#engine);
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
    this.ended = false;
    this.#clock.put(this.#heard, seconds);
    this.#goOn();
  }
  get outlet() {
    return this.#engine.outlet();
  }
  get duration() {
    return this.#loads.secondsOf(this.#heard);
  }
  get playbackRate() {
    return this.#speed;
  }
  set playbackRate(speed) {
    if (speed === this.#speed) return;
    if (this.#handover) this.currentTime = this.currentTime;
    this.#speed = speed;
    if (!this.paused) this.#orders.run(true, speed);
  }
  get volume() {
    return this.#orders.volume;
  }
  set volume(volume) {
    if (this.#handover) this.#handover.before.volume = volume;
    this.#orders.volume = volume;
  }
  get readyState() {
    if (this.#handover) return readyStates.haveEnoughData;
    const isReady = this.paused ? this.#loads.isOpen(this.#heard) : !this.#isWaiting && this.#clock.report;
    return isReady ? readyStates.haveEnoughData : readyStates.haveNothing;
  }
  get error() {
    return this.#isFailed ? this.errorOf(this.#heard) : null;
  }
  /** The side that comes out. A chosen side that still loads joins when it is ready. */
  get sounding(): Side {
    if (this.#handover) return this.#handover.side;
    return this.paused ? this.#heard : (this.#clock.report?.sounding ?? this.#heard);
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
    const isReady = this.paused || this.#clock.report?.isReady[side];
    return isReady && this.#loads.isOpen(side) ? 'ready' : 'loading';
  }

  async play() {
    if (this.#handover) return;
    if (this.ended) this.currentTime = 0;
    if (this.paused) {
      this.paused = false;
      this.#isWaiting = true;
      this.#fire('play', 'waiting');
    }
    await this.#begin();
  }

  /** Plays what another sound plays, which goes on until this one has read enough. */
  async takeOver(before: Sound, outlet: Outlet, release: () => void): Promise<void> {
    const onDone = () => {
      this.#handover = null;
      this.#orders.hear(this.#heard);
      this.#onChange();
    };
    const parts = { side: this.#heard, engine: this.#engine, clock: this.#clock };
    this.#handover = new Handover({ before, outlet, ...parts, release, onDone });
    this.paused = false;
    this.#fire('play', 'playing');
    await this.#follow();
  }

  pause() {
    if (this.paused) return;
    if (this.#handover) this.#clock.put(this.#heard, this.currentTime);
    this.paused = true;
    this.#handover?.abandon();
    this.#orders.run(false, this.#speed);
    this.#fire('pause');
  }

  /** Tries again what failed. */
  load() {
    this.#isFailed = false;
    for (const side of sides) this.#loads.retry(side);
    if (this.#isBroken) this.#restart();
    this.#fire('emptied');
  }

  removeAttribute() {
    this.pause();
  }

  turnTo(address: string): boolean {
    const side = this.#loads.sideOf(address);
    if (!side) return false;
    if (sides.some((one) => this.#loads.hasFailed(one))) this.load();
    if (side === this.#heard) return true;
    if (this.paused) this.#clock.put(side, this.secondsOf(side));
    this.#heard = side;
    this.ended = false;
    if (!this.#handover) this.#orders.hear(side);
    this.#fire('durationchange', 'timeupdate');
    return true;
  }

  setLevels(levels: Sides<number>): void {
    this.#orders.setLevels(levels);
  }

  /** A playhead behind the end of the loop moves to its beginning. */
  setLoop(loop: Loop | null): void {
    const isBehind = loop !== null && this.currentTime >= loop.to;
    if (this.#clock.setLoop(this.#heard, loop)) this.#goOn(isBehind);
    this.#onChange();
  }

  /** The side that comes out goes on; the other one moves. */
  setAlignment(alignment: Alignment): void {
    if (this.#clock.setAlignment(alignment)) this.#goOn(false);
  }

  /** Releases the worker and the audio device. */
  dispose(): void {
    this.paused = true;
    this.#engine.dispose();
  }

  async #begin(): Promise<void> {
    this.#clock.rate = await this.#engine.start();
    if (this.paused) return this.#engine.suspend();
    this.#orders.sendLevels();
    this.#orders.hear(this.#heard);
    this.#clock.start();
    this.#orders.run(true, this.#speed);
  }

  async #follow(): Promise<void> {
    this.#clock.rate = await this.#engine.start();
    this.#orders.sendLevels();
    this.#handover?.start();
  }

  /** The parts of the engine that broke were made again, and know nothing. */
  #restart(): void {
    this.#isBroken = false;
    if (this.#handover) this.#follow().catch(() => undefined);
    else this.currentTime = this.currentTime;
  }

  /** After the playhead was put somewhere. Without a jump, what is heard meanwhile goes on. */
  #goOn(isJump = true): void {
    this.#isSeeking = true;
    this.#fire('seeking');
    if (this.paused) this.#endSeek();
    else if (!this.#handover) this.#clock.start();
    else if (!isJump) this.#handover.aim();
    else {
      this.#handover.abandon();
      this.#begin().catch(() => undefined);
    }
  }

  #endSeek(): void {
    if (!this.#isSeeking) return;
    this.#isSeeking = false;
    this.#fire('seeked');
  }

  #onMixer(report: MixerReport): void {
    if (this.#clock.take(report)) this.#goOn();
    if (this.paused && report.isSilent) this.#engine.suspend();
    if (this.#handover) this.#handover.take(report);
    else if (this.#clock.report !== report) return;
    else if (report.hasEnded && !this.paused) this.#end();
    else this.#show(report);
    this.#onChange();
  }

  #show({ isStarved, isSilent }: MixerReport): void {
    const isWaiting = isStarved || isSilent;
    if (!isWaiting) this.#endSeek();
    if (!this.paused && isWaiting !== this.#isWaiting) {
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
    const isHeard = !this.paused && report !== null && !report.isStarved && !report.isSilent;
    if (!this.#loads.hasFailed(this.#heard) || isHeard || this.#handover || this.#isFailed) return;
    this.#isFailed = true;
    this.pause();
    this.#fire('error');
  }

  #end(): void {
    if (this.duration > 0) this.#clock.put(this.#heard, this.duration);
    this.paused = true;
    this.ended = true;
    this.#engine.suspend();
    this.#fire('pause', 'ended');
  }

  #fire(...names: (typeof soundEvents)[number][]): void {
    for (const name of names) this.dispatchEvent(new Event(name));
    this.#onChange();
  }
}
