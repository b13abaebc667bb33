import { type Sound, soundEvents } from './sound.ts';

/**
 * The sound of the player: the audio element, or for a while another one in its place. When the player loads a track
 * that the other one doesn't have, it goes back to the element.
 */
export class SoundSwitch extends EventTarget implements Sound {
  readonly #element: Sound;
  #guest: Sound | null = null;
  #onLeft: () => void = () => {};

  constructor(element: Sound) {
    super();
    this.#element = element;
    this.#follow(element);
  }

  /** Puts another sound in place of the element, which falls silent. Calls `onLeft` when the element is back. */
  use(guest: Sound, onLeft: () => void): void {
    this.#release();
    this.#element.pause();
    this.#element.removeAttribute('src');
    this.#element.load();
    guest.volume = this.#element.volume;
    this.#guest = guest;
    this.#onLeft = onLeft;
    this.#follow(guest);
  }

  /** Puts the element back, without a sound of its own yet. */
  back(): void {
    this.#release();
  }

  get src() {
    return this.#current.src;
  }
  set src(address) {
    if (this.turnTo(address)) return;
    this.#release();
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
    return this.#element.volume;
  }
  set volume(volume) {
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
    this.#release();
    this.#element.removeAttribute(name);
  }
  turnTo(address: string): boolean {
    return this.#guest?.turnTo?.(address) ?? false;
  }

  get #current(): Sound {
    return this.#guest ?? this.#element;
  }

  #release(): void {
    if (!this.#guest) return;
    const guest = this.#guest;
    this.#guest = null;
    guest.pause();
    this.#onLeft();
  }

  #follow(sound: Sound): void {
    for (const name of soundEvents) {
      sound.addEventListener(name, () => {
        if (sound === this.#current) this.dispatchEvent(new Event(name));
      });
    }
  }
}
