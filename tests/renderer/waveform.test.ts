import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstWords } from '../../common/first-words.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import { layoutMarkers, nextOf } from '../../renderer/features/comments/marker-layout.ts';
import { barsPath, columnsOf, halvesOf, peaksDuration } from '../../renderer/features/player/columns.ts';
import { commentsText } from '../../renderer/text/comments.ts';
import { ben } from '../fixtures/renderer/page/sample.ts';

function peaks(...points: number[]) {
  return { sampleRate: 48_000, samplesPerPixel: 4800, points: Int8Array.from(points) };
}

function comment(id: string, timestamp: number, text = `words of ${id}`): Comment {
  return {
    id,
    text,
    timestamp,
    createdAt: '2026-06-10T12:00:00.000Z',
    user: ben,
    replies: [],
    cutId: 'c',
    fileId: null,
  };
}

const points = fc
  .array(fc.integer({ min: -128, max: 127 }), { minLength: 2, maxLength: 400 })
  .map((values) => {
    const even = values.length % 2 === 0 ? values : values.slice(1);
    return peaks(...even);
  });

describe('columns of a waveform', () => {
  it('show the loudest sample of their range, above or below', () => {
    expect(columnsOf(peaks(-64, 10, -8, 32, 0, 0, -128, 127), 2)).toEqual([0.5, 1]);
    expect(columnsOf(peaks(-64, 64), 3)).toEqual([0.5, 0.5, 0.5]);
    expect(columnsOf(peaks(), 2)).toEqual([0, 0]);
  });

  it('lose no peak, whatever their number, and never exceed full scale', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 300 }), (wave, count) => {
        const columns = columnsOf(wave, count);
        expect(columns).toHaveLength(count);
        const loudest = Math.max(...Array.from(wave.points, Math.abs)) / 128;
        expect(Math.max(...columns)).toBeCloseTo(loudest, 10);
        for (const column of columns) expect(column).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('have an upper and a lower half, and the duration of the sound', () => {
    expect(halvesOf(peaks(-64, 32, 0, 64))).toEqual([
      [0.25, 0.5],
      [-0.5, 0],
    ]);
    expect(peaksDuration(peaks(0, 0, 0, 0))).toBeCloseTo(0.2);
  });

  it('are drawn inside their box, with silence as a line', () => {
    expect(barsPath([0, 1])).toBe('M0 0.96h.6V1.04h-.6zM1 0.00h.6V2.00h-.6z');
  });
});

describe('comment markers on a waveform', () => {
  it('are at their time, and at the end when their time is past it', () => {
    const marks = layoutMarkers([comment('a', 0), comment('b', 50), comment('c', 130)], 100, 600);
    expect(marks.map(({ at }) => at)).toEqual([0, 0.5, 1]);
  });

  it('are absent where nothing can be placed', () => {
    expect(layoutMarkers([comment('a', 0)], 0, 600)).toEqual([]);
    expect(layoutMarkers([comment('a', 0)], Number.NaN, 600)).toEqual([]);
    expect(layoutMarkers([comment('a', 0)], 10, 0)).toEqual([]);
  });

  it('never overlap, and contain every comment once and in order', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: 0, max: 4000 }).map((tenths) => tenths / 10),
          { maxLength: 200 },
        ),
        fc.integer({ min: 50, max: 2000 }),
        (moments, width) => {
          const comments = moments
            .toSorted((a, b) => a - b)
            .map((moment, index) => comment(`c${index}`, moment));
          const marks = layoutMarkers(comments, 300, width, 16);
          expect(marks.flatMap((mark) => mark.comments)).toEqual(comments);
          for (const [index, mark] of marks.entries()) {
            const before = marks[index - 1];
            if (before) expect((mark.at - before.at) * width).toBeGreaterThanOrEqual(16 - 1e-9);
          }
        },
      ),
    );
  });

  it('open one comment after the other', () => {
    const [mark] = layoutMarkers([comment('a', 1), comment('b', 1)], 100, 100);
    if (!mark) throw new Error('no mark');
    expect([null, 'a', 'b', 'elsewhere'].map((id) => nextOf(mark, id).id)).toEqual(['a', 'b', 'a', 'a']);
  });

  it('name the authors and first words of the first three comments', () => {
    const four = ['a', 'b', 'c', 'd'].map((id) => comment(id, 63.4));
    expect(commentsText.marker(four)).toBe(
      'Ben 1:03.4: words of a\nBen 1:03.4: words of b\nBen 1:03.4: words of c\nand 1 more',
    );
  });
});

describe('first words', () => {
  it('are one line, cut between words if possible', () => {
    expect(firstWords('more\n reverb')).toBe('more reverb');
    expect(firstWords('one two three', 9)).toBe('one two…');
    expect(firstWords('abcdefghijkl', 5)).toBe('abcde…');
    expect(firstWords('🎛️'.repeat(3), 2)).not.toMatch(/[\ud800-\udbff]…/);
  });
});
