import type { PartyLoop } from '../../protocol/wire/party.ts';
import type { PartySound } from '../../renderer/features/party/steering.ts';

/** How the sound of one listener behaves. Times in milliseconds. */
export type SoundManners = {
  /** How much faster its device runs, as a share. */
  drift: number;
  /** From `least` to `most`, another time each. */
  start: [least: number, most: number];
  seek: [least: number, most: number];
  load: [least: number, most: number];
};

export const usualManners: SoundManners = { drift: 0, start: [5, 30], seek: [20, 70], load: [30, 120] };

/** Sound without a device, which takes its time like one: to load, to start and to seek. */
export class SimulatedSound implements PartySound {
  readonly seeks: number[] = [];
  readonly files: Set<string>;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #manners: SoundManners;
  readonly #seconds: number;
  #fileId = '';
  #position = 0;
  /** From when on it moves, or would if it were started. */
  #movesFrom = 0;
  #readyAt = 0;
  #isStarted = false;
  #rate = 1;
  #loop: PartyLoop | null = null;

  /** `now`: the clock of the computer, in milliseconds. `seconds`: the length of each file. */
  constructor(parts: {
    now: () => number;
    random: () => number;
    manners?: Partial<SoundManners>;
    files: string[];
    seconds?: number;
  }) {
    this.#now = parts.now;
    this.#random = parts.random;
    this.#manners = { ...usualManners, ...parts.manners };
    this.files = new Set(parts.files);
    this.#seconds = parts.seconds ?? 300;
  }

  get fileId() {
    return this.#fileId;
  }
  get loop() {
    return this.#loop;
  }

  knows = (fileId: string) => this.files.has(fileId);
  holds = (fileId: string) => this.#fileId === fileId;
  latency = () => 0;
  duration = () => (this.#fileId === '' ? 0 : this.#seconds);
  isReady = () => this.#fileId !== '' && this.#now() >= this.#readyAt;
  isStarted = () => this.#isStarted && this.heard() < this.#seconds;
  isMoving = () => this.isStarted() && this.isReady() && this.#now() >= this.#movesFrom;
  hasFailed = () => false;

  put(fileId: string, at: number, seamless: boolean): void {
    const now = this.#now();
    const position = seamless ? this.heard() : at;
    this.#fileId = fileId;
    this.#place(position, seamless ? now : now + this.#take('load'));
    if (seamless) return;
    this.#readyAt = this.#movesFrom;
    this.#isStarted = false;
    this.#loop = null;
  }
  setLoop(loop: PartyLoop | null): void {
    if (JSON.stringify(loop) === JSON.stringify(this.#loop)) return;
    const heard = this.heard();
    this.#loop = loop;
    this.#place(loop && heard >= loop.to ? loop.from : heard, Math.max(this.#now(), this.#movesFrom));
  }
  heard(): number {
    if (!this.#isStarted) return this.#position;
    const since = Math.max(0, this.#now() - this.#movesFrom) / 1000;
    const at = this.#position + since * this.#rate * (1 + this.#manners.drift);
    const loop = this.#loop;
    if (!loop || this.#position >= loop.to || at < loop.to) return Math.min(at, this.#seconds);
    return loop.from + ((at - loop.from) % (loop.to - loop.from));
  }
  play(): void {
    if (this.#isStarted) return;
    this.#movesFrom = Math.max(this.#now(), this.#readyAt) + this.#take('start');
    this.#isStarted = true;
  }
  pause(): void {
    this.#place(this.heard(), this.#now());
    this.#isStarted = false;
  }
  seek(seconds: number): void {
    this.seeks.push(seconds);
    this.#place(seconds, Math.max(this.#now(), this.#readyAt) + this.#take('seek'));
    if (!this.#isStarted) this.#readyAt = this.#movesFrom;
  }
  setRate(rate: number): boolean {
    if (rate === this.#rate) return true;
    this.#place(this.heard(), Math.max(this.#now(), this.#movesFrom));
    this.#rate = rate;
    return true;
  }

  #place(position: number, movesFrom: number): void {
    this.#position = position;
    this.#movesFrom = movesFrom;
  }
  #take(what: 'start' | 'seek' | 'load'): number {
    const [least, most] = this.#manners[what];
    return least + this.#random() * (most - least);
  }
}
