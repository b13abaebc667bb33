import { describe, expect, it } from 'vitest';
import { smoothInto } from '../../../../audio/difference/decimate.ts';
import { createFourier, loadFourier } from '../../../../audio/difference/fourier.ts';
import { createOutlineMeter } from '../../../../audio/difference/outline.ts';
import { random } from '../../../helpers/music.ts';

const minute = 60 * 8000;

/** The outline of a sound of so many minutes at 8 kHz, pushed in pieces. */
function outlineOf(minutes: number, sampleRate = 8000) {
  const meter = createOutlineMeter(sampleRate);
  const piece = [new Float32Array(minute).fill(0.25)];
  for (let at = 0; at < minutes; at++) meter.push(piece);
  return meter.finish();
}

describe('an outline', () => {
  it.each([
    [5, 8000],
    [60, 2000],
  ])('of %s minutes has a rate at which it stays below 8 million samples', (minutes, rate) => {
    const outline = outlineOf(minutes);
    expect(outline.rate).toBe(rate);
    expect(outline.samples.length).toBeLessThanOrEqual(2 ** 23);
    expect(Math.abs(outline.samples.length / outline.rate - minutes * 60)).toBeLessThan(0.1);
    expect(outline.samples[1000]).toBeCloseTo(0.25, 5);
  });

  it('is the same whatever the length of the pieces', () => {
    const chance = random(4);
    const sound = Float32Array.from({ length: 50_000 }, () => chance() - 0.5);
    const whole = createOutlineMeter(48_000);
    whole.push([sound, sound]);
    const parts = createOutlineMeter(48_000);
    for (let from = 0, length = 1; from < sound.length; from += length, length = (length * 7) % 4001) {
      const part = sound.subarray(from, from + length);
      parts.push([part, part]);
    }
    expect(parts.finish()).toEqual(whole.finish());
  });
});

it.each([1, 2, 7, 15, 16])('smooths by a triangle, for every %sth sample', (factor) => {
  const chance = random(factor);
  const input = Float32Array.from({ length: factor * 12 }, () => chance() - 0.5);
  const output = new Float32Array(11);
  smoothInto(output, input, { from: 0, factor, count: 11 });
  for (const [index, value] of output.entries()) {
    let expected = 0;
    for (let tap = 0; tap < 2 * factor - 1; tap++) {
      const weight = Math.min(tap + 1, 2 * factor - 1 - tap) / factor ** 2;
      expected += weight * (input[index * factor + tap] as number);
    }
    expect(value).toBeCloseTo(expected, 6);
  }
});

it('transforms there and back, and keeps its numbers when the memory grows', async () => {
  await loadFourier();
  const chance = random(2);
  const values = Float32Array.from({ length: 128 }, () => chance() - 0.5);
  const fourier = createFourier(64);
  fourier.numbers().set(values);
  fourier.transform();
  const first = values.filter((_, at) => at % 2 === 0).reduce((sum, value) => sum + value, 0);
  expect(fourier.numbers()[0]).toBeCloseTo(first, 5);
  // 48 MB: more than the memory that the library begins with.
  createFourier(2 ** 21);
  fourier.inverse();
  for (const [at, value] of fourier.numbers().entries()) expect(value / 64).toBeCloseTo(values[at] ?? 0, 6);
});
