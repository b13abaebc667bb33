import type { Planes } from './samples.ts';

const half = Math.SQRT1_2;

/** How much of each channel goes to the left and to the right, as Web Audio mixes down. By the number of channels. */
const mixes: Record<number, { left: number[]; right: number[] }> = {
  1: { left: [1], right: [1] },
  4: { left: [0.5, 0, 0.5], right: [0, 0.5, 0, 0.5] },
  6: { left: [1, 0, half, 0, half], right: [0, 1, half, 0, 0, half] },
};

const firstTwo = { left: [1], right: [0, 1] };

/** Writes samples of any number of channels into two, from `at` on. Of unusual layouts the first two are heard. */
export function writeStereo(planes: Planes, left: Float32Array, right: Float32Array, at: number): void {
  const mix = mixes[planes.length] ?? firstTwo;
  write(planes, mix.left, left, at);
  write(planes, mix.right, right, at);
}

function write(planes: Planes, gains: number[], to: Float32Array, at: number): void {
  const length = planes[0]?.length ?? 0;
  for (const [channel, gain] of gains.entries()) {
    const plane = planes[channel];
    if (!plane) continue;
    for (let index = 0; index < length; index++) {
      const before = channel === 0 ? 0 : (to[at + index] as number);
      to[at + index] = before + gain * (plane[index] as number);
    }
  }
}
