/**
 * The kernel of two moving averages of `factor` samples: 15 taps for a factor of 8. It is zero at every multiple of the
 * new rate, so it removes most of what would fold onto low frequencies, at under two multiplications a sample.
 */
export function averagingKernel(factor: number): Float64Array {
  let kernel = Float64Array.of(1);
  for (let round = 0; round < 2; round++) {
    const next = new Float64Array(kernel.length + factor - 1);
    for (let at = 0; at < kernel.length; at++) {
      for (let tap = 0; tap < factor; tap++)
        next[at + tap] = (next[at + tap] ?? 0) + (kernel[at] ?? 0) / factor;
    }
    kernel = next;
  }
  return kernel;
}

/** Every `factor`-th sample of a smoothed signal. Sample 0 is at `kernelDelay(factor)` samples of the input. */
export function decimate(input: Float32Array, factor: number): Float32Array<ArrayBuffer> {
  if (factor === 1) return Float32Array.from(input);
  const kernel = averagingKernel(factor);
  const output = new Float32Array(Math.max(0, Math.floor((input.length - kernel.length) / factor) + 1));
  for (let at = 0; at < output.length; at++) {
    let sum = 0;
    for (let tap = 0, from = at * factor; tap < kernel.length; tap++) {
      sum += (kernel[tap] as number) * (input[from + tap] as number);
    }
    output[at] = sum;
  }
  return output;
}

export function kernelDelay(factor: number): number {
  return factor - 1;
}

/** Zero crossings of the kernel on each side of a sample. */
const crossings = 12;
/** Positions between two samples that the kernel is tabulated for. */
const phases = 256;

/**
 * The value of a signal at `from`, `from + step`, … (positions in samples, which may be fractions; outside it is 0).
 * Steps above 1 are smoothed, so that nothing folds.
 */
export function resample(
  input: Float32Array,
  from: number,
  step: number,
  length: number,
): Float32Array<ArrayBuffer> {
  const output = new Float32Array(length);
  const cutoff = 0.95 / Math.max(1, step);
  const reach = Math.ceil(crossings / cutoff);
  const taps = 2 * reach;
  const kernels = Array.from({ length: phases }, (_, phase) =>
    sincKernel(taps, reach + phase / phases, cutoff),
  );
  for (let at = 0; at < length; at++) {
    const position = from + at * step;
    let base = Math.floor(position);
    let phase = Math.round((position - base) * phases);
    if (phase === phases) {
      base++;
      phase = 0;
    }
    const kernel = kernels[phase] as Float64Array;
    const first = base - reach;
    const end = Math.min(taps, input.length - first);
    let sum = 0;
    for (let tap = Math.max(0, -first); tap < end; tap++) {
      sum += (input[first + tap] as number) * (kernel[tap] as number);
    }
    output[at] = sum;
  }
  return output;
}

function sincKernel(taps: number, centre: number, cutoff: number): Float64Array {
  return Float64Array.from({ length: taps }, (_, tap) => {
    const distance = tap - centre;
    const angle = Math.PI * distance * cutoff;
    const sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
    return sinc * cutoff * (0.5 + 0.5 * Math.cos((2 * Math.PI * distance) / (taps + 2)));
  });
}
