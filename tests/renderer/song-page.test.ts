import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitVersions } from '../../renderer/features/cuts/split-versions.ts';
import {
  followed,
  momentAt,
  mostZoom,
  panned,
  placeOf,
  ticksOf,
  zoomed,
} from '../../renderer/ui/wave/view-math.ts';

const whole = { from: 0, to: 1 };

describe('the part of a song in sight', () => {
  it('is zoomed around the moment that is held', () => {
    expect(zoomed(whole, 2, 0.5)).toEqual({ from: 0.25, to: 0.75 });
    expect(zoomed(whole, 4, 0)).toEqual({ from: 0, to: 0.25 });
    expect(zoomed({ from: 0.25, to: 0.75 }, 0.5, 0.5)).toEqual(whole);
  });

  it('never leaves the song, and never shows less than the measured points', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const factor = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, share), { maxLength: 20 }), (steps) => {
        let view = whole;
        for (const [by, anchor] of steps) view = panned(zoomed(view, by, anchor), anchor - 0.5);
        expect(view.from).toBeGreaterThanOrEqual(0);
        expect(view.to).toBeLessThanOrEqual(1 + 1e-9);
        expect(view.to - view.from).toBeGreaterThanOrEqual(1 / mostZoom - 1e-9);
      }),
    );
  });

  it('turns the page when the play-head leaves it', () => {
    const view = { from: 0.25, to: 0.5 };
    expect(followed(view, 0.3)).toBe(view);
    const next = followed(view, 0.51);
    expect(placeOf(0.51, 1, next)).toBeCloseTo(0.1);
    expect(followed(view, 0)).toEqual({ from: 0, to: 0.25 });
  });

  it('leads from a moment to its place, and back', () => {
    const view = { from: 0.5, to: 0.75 };
    expect(placeOf(125, 200, view)).toBeCloseTo(0.5);
    expect(momentAt(0.5, 200, view)).toBeCloseTo(125);
    expect(momentAt(-3, 200, view)).toBeCloseTo(100);
  });
});

describe('the ruler', () => {
  it.each([
    [252, whole, 686, 30],
    [252, { from: 0.5, to: 0.5625 }, 686, 2],
    [20, whole, 340, 5],
    [7200, whole, 686, 600],
  ])('of %d s has room for its times', (duration, view, width, step) => {
    const ticks = ticksOf(duration, view, width);
    const labelled = ticks.filter(({ isLabelled }) => isLabelled).map(({ seconds }) => seconds);
    expect((labelled[1] ?? 0) - (labelled[0] ?? 0)).toBeCloseTo(step);
    expect(ticks.length).toBeLessThan(100);
  });

  it('is empty where nothing is known', () => {
    expect(ticksOf(0, whole, 600)).toEqual([]);
    expect(ticksOf(100, whole, 0)).toEqual([]);
  });
});

describe('the tabs of versions', () => {
  const versions = Array.from({ length: 9 }, (_, index) => ({ file: { id: `v${index + 1}` } }));
  const ids = ({ earlier, tabs }: ReturnType<typeof splitVersions<(typeof versions)[number]>>) => [
    earlier.map(({ file }) => file.id).join(' '),
    tabs.map(({ file }) => file.id).join(' '),
  ];

  it('are the last six; the others are folded', () => {
    expect(ids(splitVersions(versions, 'v9', 20))).toEqual(['v1 v2 v3', 'v4 v5 v6 v7 v8 v9']);
    expect(ids(splitVersions(versions.slice(0, 3), 'v1', 20))).toEqual(['', 'v1 v2 v3']);
  });

  it('are as many as there is room for, and the shown version is always one', () => {
    expect(ids(splitVersions(versions, 'v2', 3))).toEqual(['v1 v3 v4 v5 v6 v7', 'v2 v8 v9']);
    expect(ids(splitVersions(versions, null, 0))[1]).toBe('v8 v9');
  });
});
