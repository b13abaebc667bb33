import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMoments } from '../../../common/moments-in-text.ts';
import { formatMoment } from '../../../renderer/text/moment.ts';

const titles = ['Sunset', 'Sunset Groove', 'Night — Drive'];
const times = (text: string) => findMoments(text, titles).map(({ from, to }) => [from, to]);

describe('a moment in a text', () => {
  it.each([
    ['at 1:04 it drags', [[64, null]]],
    ['1:04.', [[64, null]]],
    [
      '(1:04.5, 0:09)',
      [
        [64.5, null],
        [9, null],
      ],
    ],
    ['1:02:03', [[3723, null]]],
    [
      '1:04–1:20 and 2:00 - 2:10',
      [
        [64, 80],
        [120, 130],
      ],
    ],
    ['backwards 1:20-1:04', [[80, null]]],
    ['112:30', [[6750, null]]],
  ] as const)('is found in “%s”', (text, expected) => {
    expect(times(text)).toEqual(expected);
  });

  it.each([
    '4:3',
    '16:9',
    '1:2:3:04',
    '12:345',
    'v1:04',
    'http://[::1:04]/',
    '1:72',
    '2026-03-01T10:00:00',
    'a:04',
  ])('is not seen in “%s”', (text) => {
    expect(times(text)).toEqual([]);
  });

  it('has the song and version before it', () => {
    const songs = (text: string) => findMoments(text, titles).map(({ song }) => song);
    expect(songs('Like in Sunset Groove v3 @ 1:04!')).toEqual([{ title: 'Sunset Groove', version: 'v3' }]);
    expect(songs('sunset @ 1:04, sunset groove @1:05')).toEqual([
      { title: 'Sunset', version: null },
      { title: 'Sunset Groove', version: null },
    ]);
    expect(songs('Sunset Groove mix 6 master v2 — 1:04–1:20 Ana: louder')).toEqual([
      { title: 'Sunset Groove', version: 'mix 6 master v2' },
    ]);
    expect(songs('Supersunset @ 1:04, Moonlight @ 1:04, Sunset 1:04')).toEqual([null, null, null]);
  });
});

describe('any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom('1:04', '1:20', '–', ' ', '@', 'Sunset', 'Sunset Groove', 'v3', '\n', ':', '.', '9'),
      )
      .map((parts) => parts.join('')),
  );

  it('has moments in order, apart from each other, that are its own words', () => {
    fc.assert(
      fc.property(text, (written) => {
        let at = 0;
        for (const { start, end, from, to, song } of findMoments(written, titles)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(written.length);
          expect(to === null || to >= from).toBe(true);
          if (song)
            expect(written.slice(start, start + song.title.length).toLowerCase()).toBe(
              song.title.toLowerCase(),
            );
          at = end;
        }
      }),
    );
  });

  it('names any moment as the screens write it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 359_999 }),
        fc.constantFrom('', 'at ', 'Sunset v2 @ '),
        (tenths, before) => {
          const [found] = findMoments(`${before}${formatMoment(tenths / 10)} here`, titles);
          expect(found?.from).toBeCloseTo(tenths / 10, 6);
        },
      ),
    );
  });
});
