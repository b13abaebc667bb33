import { describe, expect, it } from 'vitest';
import { strengthOf, stripCells } from '../../renderer/features/compare/strip-cells.ts';
import { tagsOf } from '../../renderer/features/compare/strip-tags.ts';
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

  it('labels the largest changes of level, never one over another', () => {
    const difference = sampleDifference();
    const tags = tagsOf(difference, 252, 720);
    expect(tags.map(({ change }) => change.decibels)).toEqual([1.9, -1.6, -1.6, -1.6]);
    const [bass] = tags;
    expect(bass?.left).toBeCloseTo((220 / 252) * 720);
    // 31.5, 63 and 125 Hz are the three lowest rows of ten.
    expect(bass?.row).toBe(8);
    // Where it is narrow, one would lie over “4.0 s removed”.
    expect(tagsOf(difference, 252, 364).map(({ change }) => change.from)).toEqual([200, 64, 144]);
    expect(tagsOf(difference, 252, 90).length).toBeLessThan(4);
    expect(tagsOf(difference, 252, 0)).toEqual([]);
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
      ['2:58', '4.0 s removed', ''],
      ['3:20–3:56', 'Mids and treble −1.6 dB', '2–16 kHz'],
      ['3:20–4:00', 'Bass +1.9 dB', '32–125 Hz'],
    ]);
    expect(text.change({ kind: 'inserted', from: 64, to: 80.5 })).toBe('New section, 17 s');
    // A kind that a newer server knows.
    expect(text.change({ kind: 'phase' as never, from: 1, to: 2 })).toBe('Changed');
    expect([31.5, 63, 1000, 16_000].map(formatBand)).toEqual(['32', '63', '1k', '16k']);
  });
});
