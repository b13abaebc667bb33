/** The next seconds of one side, as two planes. Positions count the frames played since the last seek. */
export class Ring {
  readonly #left: Float32Array;
  readonly #right: Float32Array;
  readonly #capacity: number;
  #start = 0;
  #end = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#left = new Float32Array(capacity);
    this.#right = new Float32Array(capacity);
  }

  /** The position after the last frame. */
  get end(): number {
    return this.#end;
  }

  has(from: number, to: number): boolean {
    return from >= this.#start && to <= this.#end;
  }

  clear(): void {
    this.#start = 0;
    this.#end = 0;
  }

  /** Forgets everything from this position on. */
  truncate(from: number): void {
    this.#end = Math.max(this.#start, Math.min(this.#end, from));
  }

  /** Appends samples. If they don't follow the last ones, the older ones are forgotten. */
  write(at: number, left: Float32Array, right: Float32Array): void {
    if (at !== this.#end) {
      this.#start = at;
      this.#end = at;
    }
    for (let done = 0; done < left.length; ) {
      const to = this.#end % this.#capacity;
      const count = Math.min(left.length - done, this.#capacity - to);
      this.#left.set(left.subarray(done, done + count), to);
      this.#right.set(right.subarray(done, done + count), to);
      done += count;
      this.#end += count;
    }
    this.#start = Math.max(this.#start, this.#end - this.#capacity);
  }

  /** Silence where it has no frame. */
  left(at: number): number {
    return this.has(at, at + 1) ? (this.#left[at % this.#capacity] as number) : 0;
  }

  right(at: number): number {
    return this.has(at, at + 1) ? (this.#right[at % this.#capacity] as number) : 0;
  }
}
