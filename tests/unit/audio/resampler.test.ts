import { describe, expect, it } from 'vitest';
import { createResampler } from '../../../audio/resampler.ts';

const tone = (rate: number, length: number, frequency = 997) =>
  Float32Array.from({ length }, (_, frame) => 0.5 * Math.sin((2 * Math.PI * frequency * frame) / rate));

/** Frames `frame` to before `frame + length` of the result. */
function convert(from: number, to: number, source: Float32Array, frame: number, length: number) {
  const result = new Float32Array(length);
  createResampler(from, to).fill(result, frame, source, 0);
  return result;
}

const largest = (one: Float32Array, other: Float32Array) =>
  one.reduce((most, value, index) => Math.max(most, Math.abs(value - (other[index] as number))), 0);

describe('the resampler', () => {
  it.each([
    [44_100, 48_000],
    [48_000, 44_100],
    [96_000, 48_000],
    [44_100, 96_000],
    [192_000, 44_100],
    [22_050, 48_000],
    // So many positions between two frames are interpolated.
    [44_100, 47_999],
  ])('gives the sound at the same moments: %i Hz → %i Hz', (from, to) => {
    const length = 2_000;
    const result = convert(from, to, tone(from, from), Math.round(to / 4), length);
    const exact = tone(to, to).subarray(Math.round(to / 4), Math.round(to / 4) + length);
    expect(largest(result, exact)).toBeLessThan(5e-5);
  });

  it('keeps the level of a constant', () => {
    const result = convert(44_100, 48_000, new Float32Array(4_000).fill(0.7), 1_000, 500);
    for (const value of result) expect(value).toBeCloseTo(0.7, 5);
  });

  it('gives the same in parts as in one piece', () => {
    const source = tone(44_100, 8_000, 5_000);
    const { firstNeeded, endNeeded, fill } = createResampler(44_100, 48_000);
    const whole = convert(44_100, 48_000, source, 1_000, 3_000);
    for (let frame = 1_000; frame < 4_000; frame += 500) {
      const part = new Float32Array(500);
      const from = firstNeeded(frame);
      fill(part, frame, source.slice(from, endNeeded(frame + 499)), from);
      expect(part).toEqual(whole.slice(frame - 1_000, frame - 500));
    }
  });

  it('removes what the lower rate can’t carry', () => {
    const result = convert(96_000, 48_000, tone(96_000, 20_000, 30_000), 2_000, 4_000);
    expect(largest(result, new Float32Array(4_000))).toBeLessThan(1e-4);
  });
});
