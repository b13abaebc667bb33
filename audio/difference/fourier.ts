import FFT from 'fft.js';

/** Discrete Fourier transform of one size. Complex numbers are pairs in one array: real part, imaginary part. */
export type Fourier = {
  size: number;
  /** Writes the transform of `input` to `output`. Both have `2 * size` numbers. */
  transform(output: Float64Array, input: Float64Array): void;
  inverse(output: Float64Array, input: Float64Array): void;
};

/** `size` is a power of two, at least 2. */
export function createFourier(size: number): Fourier {
  const fft = new FFT(size);
  return {
    size,
    transform: (output, input) => fft.transform(output as never, input as never),
    inverse: (output, input) => fft.inverseTransform(output as never, input as never),
  };
}

/** The least power of two that is at least `count`. */
export function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, count)));
}

/** A Hann window, which fades both ends of a block to zero. */
export function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / length));
}
