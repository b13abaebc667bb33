/** A level that moves to its target in a straight line. */
export class Ramp {
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
