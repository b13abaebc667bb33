import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alignmentOf,
  carry,
  carryToEdge,
  isAlone,
  joinAfter,
  type Shifts,
} from '../../../../audio/difference/alignment.ts';

/** B is 0.5 s later, has 2 s more from 10 s on, and lacks the 4 s of A that were at 40 s of B. */
const example = alignmentOf({
  offsetSeconds: 0.5,
  changes: [
    { kind: 'inserted', from: 10, to: 12 },
    { kind: 'replaced', from: 20, to: 24 },
    { kind: 'removed', from: 40, to: 44 },
  ],
});

describe('the alignment of two sounds', () => {
  it('has a join behind each section that only one of them has', () => {
    expect(example).toEqual([
      { a: 0, b: 0.5 },
      { a: 9.5, b: 12 },
      { a: 41.5, b: 40 },
    ]);
    expect([joinAfter(example, 'a', 9), joinAfter(example, 'b', 12), joinAfter(example, 'b', 40)]).toEqual([
      9.5,
      40,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('carries a moment of a section that only one has straight on from its start', () => {
    expect([9, 9.5, 37.5, 39, 41.5].map((at) => carry(example, 'a', at))).toEqual([9.5, 12, 40, 41.5, 40]);
    expect([9.5, 10, 11, 12].map((at) => carry(example, 'b', at))).toEqual([9, 9.5, 10.5, 9.5]);
    expect([9, 11, 12].map((at) => isAlone(example, 'b', at))).toEqual([false, true, false]);
    expect([37, 39, 41.5].map((at) => isAlone(example, 'a', at))).toEqual([false, true, false]);
    expect([
      carryToEdge(example, 'b', 11),
      carryToEdge(example, 'a', 39),
      carryToEdge(example, 'a', 5),
    ]).toEqual([9.5, 40, 5.5]);
  });
});

/** In whole frames, so that nothing is rounded. Sections don't overlap. */
const shiftsArbitrary: fc.Arbitrary<Shifts> = fc
  .record({
    offset: fc.integer({ min: -50, max: 50 }),
    sections: fc.array(
      fc.record({
        kind: fc.constantFrom('inserted', 'removed', 'replaced', 'band'),
        gap: fc.integer({ min: 1, max: 60 }),
        length: fc.integer({ min: 1, max: 60 }),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ offset, sections }) => {
    let at = 60 + offset;
    const changes = sections.map(({ kind, gap, length }) => {
      const from = at + gap;
      at = kind === 'removed' ? from : from + length;
      return { kind, from, to: from + length };
    });
    return { offsetSeconds: offset, changes };
  });

const moments = fc.tuple(shiftsArbitrary, fc.constantFrom('a' as const, 'b' as const), fc.nat(800));

describe('any alignment', () => {
  it('leads back to the same moment, unless the other sound lacks it', () => {
    fc.assert(
      fc.property(moments, ([shifts, side, at]) => {
        const alignment = alignmentOf(shifts);
        const back = carry(alignment, side === 'a' ? 'b' : 'a', carry(alignment, side, at));
        expect(back === at).toBe(!isAlone(alignment, side, at));
      }),
    );
  });

  it('goes straight on up to the next join', () => {
    fc.assert(
      fc.property(moments, ([shifts, side, at]) => {
        const alignment = alignmentOf(shifts);
        const next = joinAfter(alignment, side, at);
        const before = Math.min(next - 1, at + 1_000);
        expect(carry(alignment, side, before) - carry(alignment, side, at)).toBe(before - at);
        if (next < Number.POSITIVE_INFINITY)
          expect(carry(alignment, side, next)).not.toBe(carry(alignment, side, at) + next - at);
      }),
    );
  });

  it('is alone for exactly as long as the sections that only this sound has', () => {
    fc.assert(
      fc.property(shiftsArbitrary, (shifts) => {
        const alignment = alignmentOf(shifts);
        for (const [side, kind] of [
          ['a', 'removed'],
          ['b', 'inserted'],
        ] as const) {
          const alone = Array.from({ length: 1_000 }, (_, at) => isAlone(alignment, side, at - 50));
          const sections = shifts.changes.filter((change) => change.kind === kind);
          const length = sections.reduce((sum, { from, to }) => sum + to - from, 0);
          expect(alone.filter(Boolean)).toHaveLength(length);
        }
      }),
    );
  });
});
