/**
 * Every `factor`-th sample of a signal that two moving averages of `factor` samples have smoothed, `count` of them: a
 * triangle of 15 taps for a factor of 8. It is zero at every multiple of the new rate, so it removes most of what would
 * fold onto low frequencies. Sample 0 stands for the input `kernelDelay(factor)` samples after `from`. It reads
 * `factor * (count + 1)` samples of the input.
 */
export function smoothInto(
  output: Float32Array,
  input: Float32Array,
  { from, factor, count }: { from: number; factor: number; count: number },
): void {
  const scale = 1 / (factor * factor);
  // The triangle rises over one block of `factor` samples and falls over the next one, so each block is read once.
  let rise = 0;
  for (let block = 0, start = from; block <= count; block++, start += factor) {
    let sum = 0;
    let rising = 0;
    let at = start + factor - 1;
    // Two at a time, so that one addition needn't wait for the other.
    for (; at > start; at -= 2) {
      const last = input[at] as number;
      const before = input[at - 1] as number;
      rising += 2 * (sum + last) + before;
      sum += last + before;
    }
    if (at === start) {
      sum += input[at] as number;
      rising += sum;
    }
    if (block > 0) output[block - 1] = scale * (rise + factor * sum - rising);
    rise = rising;
  }
}

/** Every `factor`-th sample of a smoothed signal. Sample 0 is at `kernelDelay(factor)` samples of the input. */
export function decimate(input: Float32Array, factor: number): Float32Array<ArrayBuffer> {
  if (factor === 1) return Float32Array.from(input);
  const count = Math.max(0, Math.floor(input.length / factor) - 1);
  const output = new Float32Array(count);
  smoothInto(output, input, { from: 0, factor, count });
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
