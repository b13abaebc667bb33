import type { Outlet } from './output.ts';
import { readyStates, type Sound, soundEvents } from './sound.ts';

/** A sound that can take the place of another one that plays, without a gap. */
export type Guest = Sound & {
  /** Takes over from `before`, which comes out there, when it is ready. Calls `release`, which silences that one. */
  takeOver(before: Sound, outlet: Outlet, release: () => void): Promise<void>;
};

/**
 * The sound of the player: the audio element, or for a while another one in its place. When the player loads a track
 * that the other one doesn't have, it goes back to the element.
 */
export class SoundSwitch extends EventTarget implements Sound {
  readonly #element: Sound;
  #guest: Guest | null = null;
  #onLeft: () => void = () => {};
  #volume: number;

  constructor(element: Sound) {
    super();
    this.#element = element;
    this.#volume = element.volume;
    this.#follow(element);
  }

  /**
   * Puts another sound in place of the present one, which falls silent; if it plays, only once the other one takes over.
   * Calls `onLeft` when the other one is silent in turn.
   */
  use(guest: Guest, onLeft: () => void): void {
    const before = this.#current;
    const isPlaying =
      !before.paused && before.readyState >= readyStates.haveFutureData && before.playbackRate === 1;
    const { outlet } = before;
    const release = this.#detach();
    guest.volume = this.#volume;
    this.#guest = guest;
    this.#onLeft = onLeft;
    this.#follow(guest);
    // If it can't, the guest says why, and the present one goes on.
    if (isPlaying && outlet) guest.takeOver(before, outlet, release).catch(() => undefined);
    else release();
  }

  /** Puts the element back, without a sound of its own yet. */
  back(): void {
    if (this.#guest) this.#detach()();
  }

  get src() {
    return this.#current.src;
  }
  set src(address) {
    if (this.turnTo(address)) return;
    this.back();
    this.#element.src = address;
  }
  get currentTime() {
    return this.#current.currentTime;
  }
  set currentTime(seconds) {
    this.#current.currentTime = seconds;
  }
  get duration() {
    return this.#current.duration;
  }
  get paused() {
    return this.#current.paused;
  }
  get ended() {
    return this.#current.ended;
  }
  get playbackRate() {
    return this.#current.playbackRate;
  }
  set playbackRate(rate) {
    this.#current.playbackRate = rate;
  }
  get volume() {
    return this.#volume;
  }
  set volume(volume) {
    this.#volume = volume;
    this.#element.volume = volume;
    if (this.#guest) this.#guest.volume = volume;
  }
  get readyState() {
    return this.#current.readyState;
  }
  get error() {
    return this.#current.error;
  }
  play() {
    return this.#current.play();
  }
  pause() {
    this.#current.pause();
  }
  load() {
    this.#current.load();
  }
  removeAttribute(name: string) {
    this.back();
    this.#element.removeAttribute(name);
  }
  turnTo(address: string): boolean {
    return this.#guest?.turnTo?.(address) ?? false;
  }

  get #current(): Sound {
    return this.#guest ?? this.#element;
  }

  /** Forgets the present sound, and returns how to silence it. */
  #detach(): () => void {
    const guest = this.#guest;
    const onLeft = this.#onLeft;
    const element = this.#element;
    this.#guest = null;
    if (guest)
      return () => {
        guest.pause();
        onLeft();
      };
    return () => {
      element.pause();
      element.removeAttribute('src');
      element.load();
    };
  }

  #follow(sound: Sound): void {
    for (const name of soundEvents) {
      sound.addEventListener(name, () => {
        if (sound === this.#current) this.dispatchEvent(new Event(name));
      });
    }
  }
}
