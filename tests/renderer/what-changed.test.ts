import { describe, expect, it } from 'vitest';
import { strengthOf, stripCells } from '../../renderer/features/compare/strip-cells.ts';
import { type StripLabel, stripLabels } from '../../renderer/features/compare/strip-labels.ts';
import { compareText, formatBand } from '../../renderer/text/compare.ts';
import { sampleDifference } from '../fixtures/renderer/page/stack-sample.ts';

const { whatChanged: text } = compareText;

describe('the strip of changes', () => {
  it('has the mean of each stretch, band by band, and nothing where there is nothing to compare', () => {
    const decibels = [
      [1, null],
      [3, null],
      [-2, 4],
      [null, 6],
    ];
    expect(stripCells({ bands: [100, 200], stepSeconds: 0.5, decibels }, 2, 2)).toEqual([
      [2, -2],
      [null, 5],
    ]);
  });

  it('stays in step with a waveform that is longer, or has more columns than the difference has steps', () => {
    const decibels = [[1], [2]];
    const [band] = stripCells({ bands: [100], stepSeconds: 1, decibels }, 6, 3);
    expect(band).toEqual([1, 1, 2, 2, null, null]);
  });

  it('draws nothing that can’t be heard', () => {
    expect([null, 0.6, -0.6].map(strengthOf)).toEqual([0, 0, 0]);
    expect(strengthOf(-2)).toBeCloseTo(0.5);
    expect(strengthOf(9)).toBe(1);
  });

  it('labels what is gone and the largest changes of level', () => {
    const difference = sampleDifference();
    const labels = stripLabels(difference, 252, 900);
    expect(labels.map(({ text }) => text)).toEqual([
      '4 s removed',
      '+1.9 dB',
      '−1.6 dB',
      '−1.6 dB',
      '−1.6 dB',
    ]);
    // 31.5, 63 and 125 Hz are the three lowest rows of ten.
    expect(labels[1]?.top).toBe(8.5 * 9 - 7);
    // In the middle of its change, or at its end where “4 s removed” is in the way.
    const last = (width: number) =>
      stripLabels(difference, 252, width).find(({ change }) => change.to === 236);
    const middleOf = (label: StripLabel | undefined) => (label?.left ?? 0) + 26;
    expect(middleOf(last(1200))).toBeCloseTo((218 / 252) * 1200, -1);
    expect(middleOf(last(688)) + 26).toBeCloseTo((236 / 252) * 688, -1);
    expect(stripLabels(difference, 252, 0)).toEqual([]);
    expect(stripLabels(difference, 0, 900)).toEqual([]);
  });

  it('has no label over another one or over the edge, at any width', () => {
    const { bands, changes } = sampleDifference();
    const removed = (from: number, seconds: number) =>
      ({ kind: 'removed', from, to: from + seconds }) as const;
    const crowded = [
      ...changes,
      removed(186, 12.5),
      removed(250, 2),
      { kind: 'inserted', from: 90, to: 150 },
    ];
    const space = (label: StripLabel) => 7 * label.text.length;
    for (let width = 60; width <= 2000; width += 7) {
      const labels = stripLabels({ bands, changes: crowded as typeof changes }, 252, width);
      for (const [index, one] of labels.entries()) {
        expect(one.left).toBeGreaterThanOrEqual(0);
        expect(one.left + space(one)).toBeLessThanOrEqual(width + 1);
        for (const other of labels.slice(0, index))
          expect(
            one.left >= other.left + space(other) ||
              other.left >= one.left + space(one) ||
              Math.abs(one.top - other.top) >= 14,
            `${one.text} beside ${other.text} at ${width}`,
          ).toBe(true);
      }
    }
    const texts = stripLabels({ bands, changes: crowded as typeof changes }, 252, 640).map(
      ({ text }) => text,
    );
    expect(texts[0]).toContain('removed');
  });
});

describe('a change in words', () => {
  it('names bands, never instruments, with place and size', () => {
    const described = sampleDifference().changes.map((change) => [
      text.place(change),
      text.change(change),
      text.range(change),
    ]);
    expect(described).toEqual([
      ['1:04–1:36', 'Mids and treble −1.6 dB', '2–16 kHz'],
      ['2:24–2:56', 'Mids and treble −1.6 dB', '2–16 kHz'],
      ['2:58', '4 s removed', ''],
      ['3:20–3:56', 'Mids and treble −1.6 dB', '2–16 kHz'],
      ['3:20–4:00', 'Bass +1.9 dB', '32–125 Hz'],
    ]);
    expect(text.change({ kind: 'inserted', from: 64, to: 80.5 })).toBe('New section, 17 s');
    // A kind that a newer server knows.
    expect(text.change({ kind: 'phase' as never, from: 1, to: 2 })).toBe('Changed');
    expect([31.5, 63, 1000, 16_000].map(formatBand)).toEqual(['32', '63', '1k', '16k']);
  });
});
