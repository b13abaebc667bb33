import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plural } from '../../common/plural.ts';
import {
  baseName,
  formatAgo,
  formatBytes,
  formatDayHeading,
  formatDuration,
  formatKind,
  formatSpan,
  formatTimeOfDay,
  initials,
} from '../../renderer/text/format.ts';
import { ana, file } from '../fixtures/renderer/page/sample.ts';

describe('formats', () => {
  it('shows sizes with at most three digits', () => {
    expect([0, 999, 1000, 999_499, 999_500, 84_200_000, 9_100_000_000].map(formatBytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.00 kB',
      '999 kB',
      '1.00 MB',
      '84.2 MB',
      '9.10 GB',
    ]);
  });

  it('shows durations as a player does', () => {
    expect([0, 59.6, 252, 3600, 3725].map(formatDuration)).toEqual([
      '0:00',
      '1:00',
      '4:12',
      '1:00:00',
      '1:02:05',
    ]);
  });

  it('never promises a shorter wait than the real one', () => {
    expect([0, 0.2, 59.5, 61, 3601].map(formatSpan)).toEqual(['1 s', '1 s', '1 min', '2 min', '2 h']);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (seconds) => {
        const [amount, unit] = formatSpan(seconds).split(' ');
        const length = { s: 1, min: 60, h: 3600 }[unit ?? ''] ?? 0;
        expect(Number(amount) * length).toBeGreaterThanOrEqual(seconds);
      }),
    );
  });

  it('shows how long ago, even when the local clock is behind', () => {
    const now = Date.UTC(2026, 5, 10, 12);
    const minutes = (amount: number) => formatAgo(now - amount * 60_000, now);
    expect([-5, 0, 1, 59, 60, 60 * 23, 60 * 24, 60 * 24 * 6].map(minutes)).toEqual([
      'now',
      'now',
      '1 min',
      '59 min',
      '1 h',
      '23 h',
      '1 d',
      '6 d',
    ]);
    expect(minutes(60 * 24 * 30)).toBe('11 May');
    expect(minutes(60 * 24 * 300)).toBe('14 Aug 2025');
  });

  it('names today and yesterday', () => {
    const noon = new Date(2026, 5, 10, 12).getTime();
    expect(formatDayHeading(noon, noon)).toBe('Today');
    expect(formatDayHeading(noon - 13 * 3_600_000, noon)).toBe('Yesterday');
    expect(formatDayHeading(noon - 37 * 3_600_000, noon)).toBe('8 Jun');
  });

  it('shows how long ago something was today, and the clock time of other days', () => {
    const noon = new Date(2026, 5, 10, 12).getTime();
    expect(formatTimeOfDay(noon - 3 * 60_000, noon)).toBe('3 min');
    expect(formatTimeOfDay(noon - 13 * 3_600_000, noon)).toBe('23:00');
    expect(formatTimeOfDay(new Date(2026, 4, 3, 8, 5).getTime(), noon)).toBe('08:05');
  });

  it('shows the file format', () => {
    expect(formatKind(file('c', 'f', 'a.b.wav', ana, 1))).toBe('WAV 24/48');
    expect(
      formatKind({
        name: 'a.mp3',
        type: 'CUT',
        audio: { durationSeconds: 1, sampleRate: 44_100, channels: 2, bitDepth: null },
      }),
    ).toBe('MP3 44.1k');
    expect(formatKind({ name: 'stems', type: 'STEM' })).toBe('STEM');
  });

  it('handles paths of every system, plurals, and initials in any script', () => {
    expect(['/a/b/Bounces', 'C:\\Users\\ana\\Bounces\\', 'Bounces'].map(baseName)).toEqual([
      'Bounces',
      'Bounces',
      'Bounces',
    ]);
    expect([plural(1, 'cut'), plural(0, 'cut'), plural(1204, 'cut')]).toEqual([
      '1 cut',
      '0 cuts',
      '1,204 cuts',
    ]);
    expect(['Ana Rocha', 'Ben', ' 夕 焼 ', '🎛️ x', ''].map(initials)).toEqual(['AR', 'B', '夕焼', '🎛X', '?']);
  });
});
