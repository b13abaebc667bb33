import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shifts } from '../../../../audio/difference/alignment.ts';
import { type Carried, carryMoment, carryMomentBack } from '../../../../audio/difference/carry-moment.ts';
import type { Change } from '../../../../audio/difference/difference.ts';

const change = (kind: Change['kind'], from: number, to: number): Change => ({ kind, from, to });

describe('a moment of the older version', () => {
  const shifts: Shifts = {
    offsetSeconds: 0.5,
    changes: [
      change('inserted', 10, 12),
      { ...change('band', 11, 30), decibels: 2, band: { from: 22, to: 88 } },
      change('replaced', 20, 24),
      change('removed', 40, 44),
    ],
  };

  it.each([
    ['moves by the offset', 3, 3.5],
    ['moves on after an insertion', 9.5, 12],
    ['stays in a replaced section', 19, 21.5],
    ['is gone with a removed section', 38, null],
    ['moves back after a removal', 41.5, 40],
  ])('%s', (_, seconds, at) => {
    const carried = carryMoment(seconds, shifts);
    expect(carried).toEqual(at === null ? { gone: true } : { at });
    if (at !== null) expect(carryMomentBack(at, shifts)).toEqual({ at: seconds });
  });

  it('is never before the beginning', () => {
    expect(carryMoment(1, { offsetSeconds: -2, changes: [] })).toEqual({ at: 0 });
  });

  it('of the newer version is gone if it was inserted', () => {
    expect(carryMomentBack(11, shifts)).toEqual({ gone: true });
  });
});

/** Sections in the order in which a comparison returns them: they don't overlap in either sound. */
const shiftsArbitrary: fc.Arbitrary<Shifts> = fc
  .record({
    offset: fc.integer({ min: 0, max: 40 }),
    sections: fc.array(
      fc.record({
        kind: fc.constantFrom('inserted' as const, 'removed' as const, 'replaced' as const, 'gain' as const),
        gap: fc.integer({ min: 1, max: 60 }),
        length: fc.integer({ min: 1, max: 40 }),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ offset, sections }) => {
    let at = offset / 8;
    const changes = sections.map(({ kind, gap, length }) => {
      const from = at + gap / 8;
      at = kind === 'removed' ? from : from + length / 8;
      return change(kind, from, from + length / 8);
    });
    return { offsetSeconds: offset / 8, changes };
  });
const moment = fc.integer({ min: 0, max: 800 }).map((eighths) => eighths / 8);

const place = (carried: Carried) => ('at' in carried ? carried.at : null);

describe.each([
  ['to the newer version', carryMoment, carryMomentBack],
  ['back to the older one', carryMomentBack, carryMoment],
] as const)('carrying moments %s', (_, carry, back) => {
  it('returns to the same moment, unless it is gone or before the beginning', () => {
    fc.assert(
      fc.property(shiftsArbitrary, moment, (shifts, seconds) => {
        const at = place(carry(seconds, shifts));
        if (at === null || at === 0) return;
        expect(place(back(at, shifts))).toBe(seconds);
      }),
    );
  });

  it('keeps the order of moments', () => {
    fc.assert(
      fc.property(shiftsArbitrary, moment, moment, (shifts, one, two) => {
        const [first, second] = [Math.min(one, two), Math.max(one, two)].map((each) =>
          place(carry(each, shifts)),
        );
        if (first === null || second === null) return;
        expect(first).toBeLessThanOrEqual(second as number);
      }),
    );
  });
});
