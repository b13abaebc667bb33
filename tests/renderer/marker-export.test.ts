import { describe, expect, it } from 'vitest';
import type { PlacedComment } from '../../renderer/features/comments/placed-comment.ts';
import {
  exportOf,
  formatStart,
  parseStart,
  parseTempo,
} from '../../renderer/features/to-daw/marker-export.ts';
import { stackedComments } from '../fixtures/renderer/page/stack-sample.ts';

const [first, second, third] = stackedComments();
if (!first || !second || !third) throw new Error('The sample has too few comments');

const placed: PlacedComment[] = [
  { comment: { ...first, timestamp: 10, endTimestamp: 14 }, seconds: 12, kind: 'carried', from: 'v1' },
  { comment: { ...second, timestamp: 20, endTimestamp: undefined }, seconds: 20, kind: 'gone', from: 'v1' },
  {
    comment: { ...third, timestamp: 5, endTimestamp: undefined, resolvedAt: '2026-01-01T00:00:00.000Z' },
    seconds: 5,
    kind: 'unknown',
    from: 'v2',
  },
] as PlacedComment[];

describe('the markers of a song', () => {
  it('are the open points at their places, from where the song starts in the project', () => {
    const { markers, gone, unknown } = exportOf(placed, { onlyOpen: true, start: 8.25 });
    expect(markers.map(({ start, end }) => [start, end])).toEqual([
      [20.25, 24.25],
      [28.25, null],
    ]);
    expect([gone, unknown]).toEqual([1, 0]);
  });

  it('are all comments if that is asked for, and count those at their own time', () => {
    const { markers, gone, unknown } = exportOf(placed, { onlyOpen: false, start: 0 });
    expect(markers.map(({ start }) => start)).toEqual([5, 12, 20]);
    expect([gone, unknown]).toEqual([1, 1]);
  });
});

describe('the fields', () => {
  it.each([0, 0.001, 8.25, 59.999, 3661.5])('keep each thousandth of %f s', (seconds) => {
    expect(parseStart(formatStart(seconds))).toBeCloseTo(seconds, 6);
  });

  it('take a start in seconds or as a time within a day, and nothing as the start of the project', () => {
    expect(['', '8.25', '0:08,25', '1:00:00', '24:00:00'].map(parseStart)).toEqual([
      0, 8.25, 8.25, 3600, 86_400,
    ]);
    expect(['bar 5', '-1', '24:00:01', '1:99'].map(parseStart)).toEqual([null, null, null, null]);
  });

  it('take a tempo from 20 to 400', () => {
    expect(['20', '93,7', ' 400 '].map(parseTempo)).toEqual([20, 93.7, 400]);
    expect(['', '19', '401', 'fast'].map(parseTempo)).toEqual([null, null, null, null]);
  });
});
