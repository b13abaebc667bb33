import { createLoudnessGate } from './loudness-gate.ts';

const blockSteps = 4;

/**
 * The integrated loudness of a stretch of a sound, such as a loop, from its curve in steps of 100 ms: gated like a whole
 * sound. Null if nothing passes the gates, or for less than 400 ms. `from` and `to` are seconds.
 */
export function stretchLoudness(curve: ArrayLike<number>, from: number, to: number): number | null {
  const first = Math.max(0, Math.round(from * 10));
  const end = Math.min(curve.length, Math.round(to * 10));
  const gate = createLoudnessGate();
  for (let last = first + blockSteps - 1; last < end; last++) {
    let energy = 0;
    for (let at = last - blockSteps + 1; at <= last; at++)
      energy += 10 ** (((curve[at] as number) + 0.691) / 10);
    gate.add(energy / blockSteps);
  }
  return gate.integrated();
}
