import type { Outlet } from '../../renderer/features/player/output.ts';
import type { Sound } from '../../renderer/features/player/sound.ts';

/** Writes down when it is to fade out. */
export function silentOutlet(): Outlet & { fades: number[] } {
  const fades: number[] = [];
  return {
    node: {} as AudioNode,
    fades,
    fadeOut: (at) => void fades.push(at),
    restore: () => {},
    close: () => {},
  };
}

/** An audio element without a browser: it obeys immediately and fires the events of a real one. */
export class SilentSound extends EventTarget implements Sound {
  src = '';
  duration = Number.NaN;
  paused = true;
  ended = false;
  playbackRate = 1;
  volume = 1;
  readyState = 0;
  error: MediaError | null = null;
  loads = 0;
  readonly outlet = silentOutlet();
  #time = 0;

  get currentTime() {
    return this.#time;
  }
  set currentTime(seconds: number) {
    this.#time = seconds;
    this.fire('seeking');
  }
  fire(...names: string[]) {
    for (const name of names) this.dispatchEvent(new Event(name));
  }
  async play() {
    this.paused = false;
    this.ended = false;
    this.fire('play');
  }
  pause() {
    if (this.paused) return;
    this.paused = true;
    this.fire('pause');
  }
  load() {
    this.loads += 1;
    this.error = null;
    this.#time = 0;
  }
  removeAttribute() {
    this.src = '';
  }
  /** Its first bytes have arrived. */
  arrive(duration: number) {
    this.readyState = 4;
    this.duration = duration;
    this.fire('durationchange', 'canplay', 'playing');
  }
  fail(code: number) {
    this.error = { code } as MediaError;
    this.paused = true;
    this.fire('error');
  }
}
