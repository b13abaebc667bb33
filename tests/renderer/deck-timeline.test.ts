import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alignment } from '../../audio/difference/alignment.ts';
import { type Side, sides } from '../../renderer/features/player/deck/side.ts';
import {
  endOf,
  firstDifference,
  frameAt,
  nextJump,
  nextTurn,
  type Timeline,
} from '../../renderer/features/player/deck/timeline.ts';
import { timelineAt } from './deck-harness.ts';

/** B has 30 frames more from its 60th on, and lacks those of A from its 80th to its 100th. */
const alignment: Alignment = [
  { a: 0, b: 10 },
  { a: 50, b: 90 },
  { a: 100, b: 120 },
];

const at = (timeline: Timeline, side: Side, played: number[]) =>
  played.map((frames) => frameAt(timeline, side, frames));

describe('the timeline', () => {
  it('turns back at the end of a loop, as often as it is reached', () => {
    const timeline = timelineAt({ played: 10, frame: 100, loop: { from: 90, to: 110 } });
    expect(at(timeline, 'a', [10, 19, 20, 39, 40, 45])).toEqual([100, 109, 90, 109, 90, 95]);
    expect([10, 19, 20, 45].map((played) => nextTurn(timeline, played))).toEqual([20, 20, 40, 60]);
    expect(endOf(timeline, 'a', 500)).toBe(Number.POSITIVE_INFINITY);
  });

  it('goes straight on behind the loop, and without one', () => {
    const behind = timelineAt({ frame: 120, loop: { from: 90, to: 110 } });
    expect([frameAt(behind, 'a', 50), nextTurn(behind, 50)]).toEqual([170, Number.POSITIVE_INFINITY]);
    expect(frameAt({ ...behind, frame: 0, loop: null }, 'a', 500)).toBe(500);
  });

  it('lets the leading side play what only it has, while the other one skips its own', () => {
    const timeline = timelineAt({ frame: 40, alignment });
    expect(at(timeline, 'a', [0, 9, 10, 39, 40, 60])).toEqual([40, 49, 50, 79, 80, 100]);
    expect(at(timeline, 'b', [0, 9, 10, 39, 40, 59, 60])).toEqual([50, 59, 90, 119, 120, 139, 120]);
    expect([nextJump(timeline, 0), nextJump(timeline, 10), nextJump(timeline, 60)]).toEqual([
      10,
      60,
      Number.POSITIVE_INFINITY,
    ]);
    expect([endOf(timeline, 'a', 200), endOf(timeline, 'b', 220)]).toEqual([160, 160]);
  });

  it('differs first where the other side takes the lead behind a section', () => {
    const before = timelineAt({ frame: 40, alignment });
    const after = timelineAt({ lead: 'b', frame: 50, alignment });
    const reach = { from: 0, to: 1_000 };
    expect(sides.map((side) => firstDifference(before, after, side, reach))).toEqual([40, 10]);
    expect(firstDifference(before, before, 'b', reach)).toBe(Number.POSITIVE_INFINITY);
  });
});

const joins = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 40 }), a: fc.nat(30), b: fc.nat(30) }), { maxLength: 5 })
  .map((parts): Alignment => {
    let [a, b] = [0, 7];
    const rest = parts.map((part) => {
      a += part.gap + part.a;
      b += part.gap + part.b;
      return { a, b };
    });
    return [{ a: 0, b: 7 }, ...rest];
  });

const timelines = fc
  .record({
    lead: fc.constantFrom(...sides),
    frame: fc.nat(150),
    loop: fc.option(fc.record({ from: fc.nat(120), length: fc.integer({ min: 1, max: 80 }) })),
    alignment: joins,
  })
  .map(({ loop, ...rest }) =>
    timelineAt({ ...rest, loop: loop && { from: loop.from, to: loop.from + loop.length } }),
  );

describe('any timeline', () => {
  it('goes straight on for both sides until it jumps', () => {
    fc.assert(
      fc.property(timelines, fc.nat(200), (timeline, played) => {
        const end = Math.min(nextJump(timeline, played), played + 300);
        expect(end).toBeGreaterThan(played);
        for (const side of sides) {
          const start = frameAt(timeline, side, played);
          for (let next = played; next < end; next++)
            expect(frameAt(timeline, side, next) - start).toBe(next - played);
        }
      }),
    );
  });

  it('differs from another one first where a frame is another one', () => {
    fc.assert(
      fc.property(timelines, timelines, fc.constantFrom(...sides), (one, other, side) => {
        const frames = Array.from({ length: 250 }, (_, index) => index);
        const found = frames.find((played) => frameAt(one, side, played) !== frameAt(other, side, played));
        expect(firstDifference(one, other, side, { from: 0, to: 250 })).toBe(
          found ?? Number.POSITIVE_INFINITY,
        );
      }),
    );
  });

  it('hands the lead over without moving either side where both have the music', () => {
    fc.assert(
      fc.property(timelines, fc.nat(200), (timeline, played) => {
        const other: Side = timeline.lead === 'a' ? 'b' : 'a';
        const handed = {
          ...timeline,
          lead: other,
          loop: null,
          played,
          frame: frameAt(timeline, other, played),
        };
        const isMutual = frameAt(handed, timeline.lead, played) === frameAt(timeline, timeline.lead, played);
        const reach = { from: played, to: nextJump(handed, played) };
        if (!isMutual || nextTurn(timeline, played) < Number.POSITIVE_INFINITY) return;
        expect(
          firstDifference(timeline, handed, other, {
            ...reach,
            to: Math.min(reach.to, nextJump(timeline, played)),
          }),
        ).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });
});
