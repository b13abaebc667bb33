import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstWords } from '../../common/first-words.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import { commentsText } from '../../renderer/text/comments.ts';
import { layoutBands, layoutMarkers, nextOf } from '../../renderer/ui/wave/marker-layout.ts';
import { changedColumns, peaksDuration, shapeOf } from '../../renderer/ui/wave/wave-shape.ts';
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

const sample = fc.integer({ min: -128, max: 127 });
const points = fc
  .array(fc.tuple(sample, sample), { minLength: 1, maxLength: 200 })
  .map((pairs) => peaks(...pairs.flatMap((pair) => pair.toSorted((one, other) => one - other))));

describe('the shape of a waveform', () => {
  it('has its peaks above and below, and the RMS if it is measured', () => {
    const wave = { ...peaks(-64, 32, 0, 64), rms: Uint8Array.of(51, 102) };
    const { top, bottom, rms } = shapeOf(wave, 2);
    expect([...top]).toEqual([0.25, 0.5]);
    expect([...bottom]).toEqual([0.5, 0]);
    expect(Array.from(rms ?? [], (value) => value.toFixed(2))).toEqual(['0.20', '0.40']);
    expect(shapeOf(peaks(-64, 32), 2).rms).toBeNull();
  });

  it('keeps a shape in a narrow row, where each column would be at its highest peak', () => {
    // A limited master: every few points reach full scale, in loud and in quiet parts.
    const master = peaks(
      ...Array.from({ length: 800 }, (_, index) => {
        const level = index % 16 === 0 ? 127 : index < 400 ? 110 : 30;
        return index % 2 === 0 ? -level : level;
      }),
    );
    const { bottom } = shapeOf(master, 20);
    expect((bottom[4] ?? 0) - (bottom[15] ?? 0)).toBeGreaterThan(0.1);
  });

  it('includes every point, whatever the number of columns, and never exceeds full scale', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 300 }), (wave, count) => {
        const { top, bottom } = shapeOf(wave, count);
        const drawn = [...top, ...bottom];
        expect(drawn).toHaveLength(2 * count);
        const loudest = Math.max(...Array.from(wave.points, Math.abs)) / 128;
        expect(Math.max(...drawn)).toBeGreaterThanOrEqual(loudest * 0.72 - 1e-6);
        expect(Math.max(...drawn)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('shows a part of the sound', () => {
    const wave = peaks(0, 0, 0, 0, -16, 16, -32, 32);
    expect([...shapeOf(wave, 2, { from: 0.5, to: 1 }).top]).toEqual([0.125, 0.25]);
    expect([...shapeOf(peaks(), 2).top]).toEqual([0, 0]);
  });

  it('has the duration of the sound', () => {
    expect(peaksDuration(peaks(0, 0, 0, 0))).toBeCloseTo(0.2);
  });

  it('is drawn again only between the old and the new play-head', () => {
    expect(changedColumns(10, 10)).toBeNull();
    expect(changedColumns(10, 14)).toEqual({ from: 10, to: 14, played: true });
    expect(changedColumns(14, 3)).toEqual({ from: 3, to: 14, played: false });
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

  it('leave room for the faces and the count of a pile', () => {
    const comments = Array.from({ length: 1000 }, (_, index) => comment(`c${index}`, index / 4));
    const marks = layoutMarkers(comments, 250, 690, 26, undefined, 62);
    expect(marks.flatMap((mark) => mark.comments)).toHaveLength(1000);
    for (const [index, mark] of marks.entries()) {
      const before = marks[index - 1];
      const least = (mark.comments.length > 1 ? 31 : 13) + ((before?.comments.length ?? 0) > 1 ? 31 : 13);
      if (before) expect((mark.at - before.at) * 690).toBeGreaterThanOrEqual(least - 1e-9);
    }
  });

  it('are apart also at the edges, where a pile is moved inside', () => {
    const comments = [0, 0.1, 31, 31.1, 69, 69.1, 100, 100].map((at, index) => comment(`c${index}`, at));
    const marks = layoutMarkers(comments, 100, 200, 26, undefined, 60);
    const middles = marks.map(({ at }) => Math.max(30, Math.min(170, at * 200)));
    expect(marks.flatMap((mark) => mark.comments)).toHaveLength(comments.length);
    for (const [index, middle] of middles.entries())
      if (index > 0) expect(middle - (middles[index - 1] ?? 0)).toBeGreaterThanOrEqual(60);
  });

  it('are placed in the part in sight, and absent outside of it', () => {
    const comments = [comment('a', 10), comment('b', 60), comment('c', 90)];
    const marks = layoutMarkers(comments, 100, 600, 16, { from: 0.5, to: 1 });
    expect(marks.map(({ key, at }) => [key, Math.round(at * 10)])).toEqual([
      ['b', 2],
      ['c', 8],
    ]);
  });

  it('are few, however many comments there are', () => {
    const comments = Array.from({ length: 2000 }, (_, index) => comment(`c${index}`, index / 10));
    expect(layoutMarkers(comments, 200, 700, 26).length).toBeLessThanOrEqual(27);
  });

  it('show the range of an open comment as a band, clipped at what is in sight', () => {
    const range = { ...comment('a', 40), endTimestamp: 60 };
    const done = { ...comment('b', 70), endTimestamp: 80, resolvedAt: '2026-06-10T12:00:00.000Z' };
    const bands = layoutBands([comment('c', 10), range, done], 100, { from: 0.5, to: 1 });
    expect(bands.map(({ comment: { id }, left, width }) => [id, left, width.toFixed(2)])).toEqual([
      ['a', 0, '0.20'],
    ]);
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
