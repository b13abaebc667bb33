import type { Clock } from '../../../common/clock.ts';
import { aheadOf, partyPositionAt } from '../../../protocol/state/party-position.ts';
import type { PartyLoop, PartyState } from '../../../protocol/wire/party.ts';

/** The sound of this window, as far as it is steered. All times in seconds. */
export type PartySound = {
  /** Whether the file is known here at all. */
  knows(fileId: string): boolean;
  holds(fileId: string): boolean;
  /** Puts the file in. `seamless`: what plays goes on at the same moment of the music. */
  put(fileId: string, at: number, seamless: boolean): void;
  /** Does nothing if the loop is this one already. */
  setLoop(loop: PartyLoop | null): void;
  /** The moment that is heard. */
  heard(): number;
  /** How long the device holds a sound before it is heard. */
  latency(): number;
  /** 0 while it is unknown. */
  duration(): number;
  isReady(): boolean;
  /** It should play; `isMoving`: and it does. */
  isStarted(): boolean;
  isMoving(): boolean;
  hasFailed(): boolean;
  play(): void;
  pause(): void;
  seek(seconds: number): void;
  /** False if it can't play at another rate. */
  setRate(rate: number): boolean;
};

/**
 * `joining`: it isn't in step yet. `missing`: the file isn't known here. `failed`: it can't be played here.
 */
export type PartyStatus = 'joining' | 'together' | 'missing' | 'failed';

/** How often it looks, in milliseconds. */
const lookMilliseconds = 50;
/** Directly after a start or a jump, nothing can be said about how well it went. */
const settleMilliseconds = 180;
/** A sound that has to start is put so far ahead, until it has proved too little. */
const firstAhead = 200;
const mostAhead = 2_000;
/** A start that comes later than this is tried again further ahead. */
const lateMilliseconds = 40;

/** In seconds. Beyond the first it jumps, beyond the second it is drawn back gently, and below the last it is right. */
const jumpBeyond = 0.045;
const drawBeyond = 0.008;
const rightBelow = 0.003;
/** A sound that can't be drawn back jumps sooner: once in many minutes, since all it has to make up for is drift. */
const jumpUndrawnBeyond = 0.03;
/** A hundredth faster or slower: a fifth of a semitone, which is not heard in music, for a few seconds. */
const mostDraw = 0.01;
/** Errors are drawn back over so many seconds. */
const drawSeconds = 2;
/** Less than that is not worth a seek. In seconds. */
const closeEnough = 0.003;
/** In milliseconds: no start or jump is believed to take longer. */
const longestCost = 600;

/**
 * Keeps the sound of this window where the party's state says it is, by the server's clock. It looks at what is, not at
 * what was done: whatever goes wrong in between is put right at the next look.
 *
 * A start is prepared: the sound is put a little ahead of the others and starts when they are there, so that a listener
 * comes in without a jump however long the sound takes to load. How long starts and jumps take is learned.
 */
export class Steering {
  readonly #sound: PartySound;
  readonly #clock: Clock;
  readonly #serverTime: () => number | null;
  readonly #onStatus: (status: PartyStatus) => void;
  /** By `seq`: the one that holds, and those to come. */
  #states: PartyState[] = [];
  #cancelLook = () => {};
  #cue: { state: PartyState; at: number } | null = null;
  #ahead = firstAhead;
  /** The state whose paused position the sound has. */
  #parkedSeq: number | null = null;
  #followedSeq: number | null = null;
  #readings: number[] = [];
  #quietUntil = 0;
  readonly #costs = { start: 20, jump: 40 };
  /** The cost that the next settled reading corrects. */
  #unproved: 'start' | 'jump' | null = null;

  /** `serverTime` returns the server's clock now, or null while it isn't known. */
  constructor(parts: {
    sound: PartySound;
    clock: Clock;
    serverTime: () => number | null;
    onStatus: (status: PartyStatus) => void;
  }) {
    this.#sound = parts.sound;
    this.#clock = parts.clock;
    this.#serverTime = parts.serverTime;
    this.#onStatus = parts.onStatus;
  }

  /** Takes a state of the party, unless it knows a later one. */
  take(state: PartyState): void {
    const last = this.#states.at(-1);
    if (last && last.seq >= state.seq) return;
    this.#states.push(state);
    this.look();
  }

  /** Lets the sound go on as it is. */
  stop(): void {
    this.#cancelLook();
    this.#states = [];
    this.#forget();
    this.#sound.setRate(1);
  }

  /** Looks now, and then again and again. */
  look(): void {
    this.#cancelLook();
    if (this.#states.length === 0) return;
    const server = this.#serverTime();
    const wait = server === null ? lookMilliseconds : this.#steer(server);
    const next = server === null ? undefined : this.#states.find(({ at }) => at > server);
    const untilNext = next && server !== null ? next.at - server : wait;
    this.#cancelLook = this.#clock.later(Math.max(1, Math.min(wait, untilNext)), () => this.look());
  }

  /** The state to follow. One that only starts what is paused is followed early, so that it starts on time. */
  #target(server: number): PartyState | undefined {
    while (this.#states[1] && this.#states[1].at <= server) this.#states.shift();
    const [now, next] = this.#states;
    return next && now && !now.isPlaying && next.isPlaying ? next : now;
  }

  /** Returns when to look again, in milliseconds. */
  #steer(server: number): number {
    const sound = this.#sound;
    const state = this.#target(server);
    if (!state) return lookMilliseconds;
    if (!sound.knows(state.fileId)) {
      if (sound.isStarted()) sound.pause();
      this.#onStatus('missing');
      return 4 * lookMilliseconds;
    }
    const expected = partyPositionAt(state, server);
    if (!sound.holds(state.fileId)) {
      const isNear = Math.abs(sound.heard() - expected) < 1;
      // Only a sound at its own rate can be taken over without a gap.
      sound.setRate(1);
      sound.put(state.fileId, expected, state.isPlaying && sound.isMoving() && isNear);
      this.#forget();
    }
    sound.setLoop(state.loop);
    const duration = sound.duration();
    const isOver = state.loop === null && duration > 0 && expected >= duration;
    if (!state.isPlaying || isOver) return this.#rest(state, isOver);
    if (sound.hasFailed()) {
      this.#onStatus('failed');
      return 4 * lookMilliseconds;
    }
    return sound.isStarted() ? this.#follow(state, expected) : this.#start(state, server);
  }

  #forget(): void {
    this.#cue = null;
    this.#parkedSeq = null;
    this.#followedSeq = null;
    this.#readings = [];
    this.#unproved = null;
    this.#quietUntil = this.#clock.monotonic() + settleMilliseconds;
  }

  #rest({ seq, position }: PartyState, isOver: boolean): number {
    const sound = this.#sound;
    this.#cue = null;
    this.#onStatus('together');
    // Behind its end it stops without help.
    if (isOver) return lookMilliseconds;
    if (sound.isStarted()) sound.pause();
    if (this.#parkedSeq !== seq && Math.abs(sound.heard() - position) > closeEnough) sound.seek(position);
    this.#parkedSeq = seq;
    return lookMilliseconds;
  }

  #start(state: PartyState, server: number): number {
    const sound = this.#sound;
    this.#followedSeq = null;
    this.#parkedSeq = null;
    if (this.#cue?.state.seq !== state.seq) {
      const at = this.#isParked(state, server) ? state.at : Math.max(server + this.#ahead, state.at);
      this.#cue = { state, at };
      const position = partyPositionAt(state, at);
      if (Math.abs(sound.heard() - position) > closeEnough) sound.seek(position);
    }
    const due = this.#cue.at - this.#startCost() - server;
    if (due < -lateMilliseconds) {
      this.#ahead = Math.min(mostAhead, this.#ahead * 2);
      this.#cue = null;
      return 1;
    }
    if (!sound.isReady()) {
      this.#onStatus('joining');
      return Math.min(lookMilliseconds, Math.max(5, due + lateMilliseconds));
    }
    if (due > 1) return Math.min(lookMilliseconds, due);
    sound.play();
    this.#cue = null;
    this.#began('start');
    this.#followedSeq = state.seq;
    return lookMilliseconds;
  }

  #startCost(): number {
    return this.#costs.start + this.#sound.latency() * 1000;
  }

  /** It only has to start, and there is time for that. */
  #isParked({ at, position }: PartyState, server: number): boolean {
    const isThere = Math.abs(this.#sound.heard() - position) <= closeEnough;
    return at - server > this.#startCost() && this.#sound.isReady() && isThere;
  }

  #began(what: 'start' | 'jump'): void {
    this.#unproved = what;
    this.#readings = [];
    this.#quietUntil = this.#clock.monotonic() + settleMilliseconds;
  }

  #jump(expected: number): void {
    this.#sound.setRate(1);
    this.#sound.seek(Math.max(0, expected + this.#costs.jump / 1000));
    this.#began('jump');
  }

  #follow(state: PartyState, expected: number): number {
    const error = aheadOf(this.#sound.heard(), expected, state.loop);
    if (this.#followedSeq !== state.seq) {
      this.#followedSeq = state.seq;
      if (Math.abs(error) > jumpBeyond) this.#jump(expected);
      return lookMilliseconds;
    }
    if (!this.#sound.isMoving() || !Number.isFinite(error)) {
      this.#readings = [];
      this.#onStatus('joining');
      return lookMilliseconds;
    }
    if (this.#clock.monotonic() < this.#quietUntil) return lookMilliseconds;
    this.#readings.push(error);
    if (this.#readings.length < 3) return lookMilliseconds;
    const [, typical = 0] = this.#readings.toSorted((a, b) => a - b);
    this.#readings = this.#readings.slice(1);
    this.#correct(typical, expected);
    return lookMilliseconds;
  }

  #correct(error: number, expected: number): void {
    if (this.#unproved) {
      const cost = this.#costs[this.#unproved] - error * 1000 * 0.7;
      this.#costs[this.#unproved] = Math.min(longestCost, Math.max(0, cost));
      this.#unproved = null;
    }
    this.#ahead = firstAhead;
    const off = Math.abs(error);
    this.#onStatus(off > jumpBeyond ? 'joining' : 'together');
    if (off > jumpBeyond) this.#jump(expected);
    else if (off < rightBelow) this.#sound.setRate(1);
    else if (off > drawBeyond) {
      const draw = Math.min(mostDraw, Math.max(-mostDraw, error / drawSeconds));
      if (!this.#sound.setRate(1 - draw) && off > jumpUndrawnBeyond) this.#jump(expected);
    }
  }
}
