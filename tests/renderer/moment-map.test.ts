import { describe, expect, it } from 'vitest';
import { createMomentMap } from '../../renderer/features/compare/moment-map.ts';
import { sampleDifference } from '../fixtures/renderer/page/stack-sample.ts';

/** B is 0.07 s later, and lacks the 4 seconds of A that were at 2:58 of B. */
const { map, offsetAt } = createMomentMap(sampleDifference());

describe('the same moment of two versions', () => {
  it('is later by the offset', () => {
    expect(map('a', 'b', 60)).toBeCloseTo(60.07);
    expect(map('b', 'a', 60.07)).toBeCloseTo(60);
    expect(map('a', 'a', 60)).toBe(60);
    expect([offsetAt('a', 60), offsetAt('b', 60)].map((at) => Number(at.toFixed(4)))).toEqual([0.07, 0.07]);
  });

  it('is earlier after a section that was removed', () => {
    expect(map('a', 'b', 200)).toBeCloseTo(196.07);
    expect(map('b', 'a', 196.07)).toBeCloseTo(200);
    expect(offsetAt('a', 200)).toBeCloseTo(-3.93);
    expect(offsetAt('b', 196.07)).toBeCloseTo(-3.93);
  });

  it('goes on as usual where the other version lacks that part, and at the very start', () => {
    expect(map('a', 'b', 180)).toBeCloseTo(180.07);
    expect(offsetAt('b', 0.02)).toBe(0.07);
  });

  it('is the same time while the two are not compared', () => {
    const unknown = createMomentMap(null);
    expect([unknown.map('a', 'b', 12), unknown.offsetAt('b', 12)]).toEqual([12, 0]);
  });
});
