/// <reference path="./pffft-wasm.d.ts" />
import createPffft, { type Pffft } from '@echogarden/pffft-wasm/simd';

let loading: Promise<Pffft> | undefined;
let loaded: Pffft | undefined;

/**
 * Comes before the first transform. Not an `await` of the module itself: Node aborts the whole process if a thread is
 * ended while modules run that import one with such an `await`.
 */
export async function loadFourier(): Promise<void> {
  loading ??= createPffft();
  loaded = await loading;
}

/** Discrete Fourier transform of one size, in place. Complex numbers are pairs: real part, imaginary part. */
export type Fourier = {
  size: number;
  /**
   * The `2 * size` numbers to transform. All users of a size share them, so they are good until the next transform, and
   * nobody may keep the array.
   */
  numbers(): Float32Array<ArrayBuffer>;
  transform(): void;
  /** `size` times the inverse. */
  inverse(): void;
};

/** The library's memory is never freed, so it holds each size once. */
const made = new Map<number, Fourier>();

/** `size` is a power of two, at least 16. */
export function createFourier(size: number): Fourier {
  const known = made.get(size);
  if (known) return known;
  if (!loaded) throw new Error('loadFourier comes before the first transform');
  const pffft = loaded;
  const setup = pffft._pffft_new_setup(size, 1);
  const [address, work] = [0, 0].map(() => pffft._pffft_aligned_malloc(8 * size)) as [number, number];
  if (setup === 0 || address === 0 || work === 0) throw new Error('Not enough memory for a transform');
  let numbers = new Float32Array(0);
  const fourier: Fourier = {
    size,
    numbers() {
      const { buffer } = pffft.HEAPF32;
      if (numbers.buffer !== buffer) numbers = new Float32Array(buffer, address, 2 * size);
      return numbers;
    },
    transform: () => pffft._pffft_transform_ordered(setup, address, address, work, 0),
    inverse: () => pffft._pffft_transform_ordered(setup, address, address, work, 1),
  };
  made.set(size, fourier);
  return fourier;
}

/** The least power of two that is at least `count`, and that can be transformed. */
export function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, count)));
}

/** A Hann window, which fades both ends of a block to zero. */
export function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / length));
}
