import { expect, it } from 'vitest';
import { hueCount, hueOf, huesOf } from '../../../common/hue.ts';

const people = Array.from({ length: 9 }, (_, index) => `3f2a9c41-0000-4000-8000-00000000000${index}`);

it('gives the same hue every time, from 0 to 7', () => {
  for (const id of people) {
    expect(hueOf(id)).toBe(hueOf(id));
    expect(hueOf(id)).toBeGreaterThanOrEqual(0);
    expect(hueOf(id)).toBeLessThan(hueCount);
  }
});

it('uses all hues for similar names', () => {
  const hues = new Set(Array.from({ length: 64 }, (_, index) => hueOf(`Idea ${index}`)));
  expect(hues.size).toBe(hueCount);
});

it('gives eight people eight hues', () => {
  expect(new Set(huesOf(people.slice(0, 8)).values()).size).toBe(8);
});

it('changes nobody’s hue when someone joins', () => {
  const known = huesOf(people.slice(0, 5));
  const after = huesOf(people);
  for (const [id, hue] of known) expect(after.get(id)).toBe(hue);
  expect(after.size).toBe(9);
});
