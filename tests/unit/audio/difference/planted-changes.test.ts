import { beforeAll, describe, expect, it } from 'vitest';
import { compareSounds, type OpenSound } from '../../../../audio/difference/compare-sounds.ts';
import type { Change, Difference } from '../../../../audio/difference/difference.ts';
import { type Music, makeMusic } from '../../../helpers/music.ts';
import { addNoise, amplify, concat, dither, shelf, silence } from '../../../helpers/sound-edits.ts';

type Plane = Float32Array<ArrayBuffer>;
type Edit = (plane: Plane, channel: number) => Plane;

const sampleRate = 48_000;
const seconds = 36;
const at = (time: number) => Math.round(time * sampleRate);
const bits24 = (plane: Plane): Plane => plane.map((value) => Math.round(value * 2 ** 23) / 2 ** 23);

let music: Plane[];
let other: Music;

beforeAll(() => {
  music = makeMusic(seconds).planes.map(bits24);
  other = makeMusic(6, { seed: 9 });
});

const opened = (planes: Float32Array[], rate = sampleRate): OpenSound =>
  async function* () {
    for (let from = 0; from < (planes[0]?.length ?? 0); from += 100_000) {
      yield { planes: planes.map((plane) => plane.subarray(from, from + 100_000)), sampleRate: rate };
    }
  };

async function compare(newer: OpenSound, older: OpenSound): Promise<Difference> {
  const comparison = await compareSounds(newer, older);
  if (comparison.kind !== 'compared') throw new Error(comparison.reason);
  return comparison.difference;
}

const edited = (edit: Edit) => compare(opened(music.map(edit)), opened(music));

/** Expects exactly these changes: times within 0.2 s, levels within 0.3 dB. */
function expectChanges({ changes }: Difference, planted: Change[]): void {
  expect(changes.map(({ kind }) => kind)).toEqual(planted.map(({ kind }) => kind));
  for (const [index, change] of changes.entries()) {
    const { from, to, decibels, band } = planted[index] as Change;
    expect(Math.abs(change.from - from)).toBeLessThanOrEqual(0.2);
    expect(Math.abs(change.to - to)).toBeLessThanOrEqual(0.2);
    if (decibels !== undefined) expect(Math.abs((change.decibels ?? 0) - decibels)).toBeLessThanOrEqual(0.3);
    if (band) expect(change.band).toEqual(band);
  }
}

describe('a planted change', () => {
  it('of nothing is none', async () => {
    const difference = await edited((plane) => plane);
    expect(difference).toMatchObject({
      ...{ identical: true, offsetSeconds: 0, gainDecibels: 0, changes: [], summary: 'Identical' },
      stepSeconds: 0.1,
    });
    expect(difference.bands).toHaveLength(10);
    expect(difference.decibels).toHaveLength(10 * seconds);
    expect(new Set(difference.decibels.flat())).toEqual(new Set([0, null]));
  });

  it.each([1.5, -3.25, 0.2])('of %s dB in all is the gain, and nothing else', async (gain) => {
    const difference = await edited((plane) => bits24(amplify(plane, gain)));
    expect(difference.gainDecibels).toBeCloseTo(gain, 1);
    expect(difference).toMatchObject({ identical: false, offsetSeconds: 0, changes: [] });
    expect(difference.summary).toBe(
      `${Number(Math.abs(gain).toFixed(1))} dB ${gain > 0 ? 'louder' : 'quieter'} · otherwise identical`,
    );
  });

  it.each([3217, 1, -12_345, 400_000])('of %s samples is the offset, to the sample', async (offset) => {
    const difference = await edited((plane) =>
      offset > 0 ? concat(silence(offset), plane) : plane.slice(-offset),
    );
    if (offset === -12_345) expect(difference.summary).toBe('0.26 s earlier · otherwise identical');
    expect(Math.round(difference.offsetSeconds * sampleRate)).toBe(offset);
    expect(difference).toMatchObject({ identical: false, gainDecibels: 0, changes: [] });
  });

  it('of the bass from a moment on is a band from there on', async () => {
    const difference = await edited((plane) =>
      bits24(shelf(plane, { kind: 'low', hertz: 200, decibels: 1.9 }, at(20))),
    );
    expectChanges(difference, [
      { kind: 'band', from: 20, to: seconds, band: { from: 22, to: 354 }, decibels: 1.9 },
    ]);
    expect(difference).toMatchObject({ offsetSeconds: 0, gainDecibels: 0 });
    expect(difference.summary).toBe('Bass +1.9 dB from 0:20 · otherwise identical');
  });

  it('of half of the bands is not taken for a gain', async () => {
    const difference = await edited((plane) =>
      bits24(shelf(plane, { kind: 'high', hertz: 1500, decibels: -2 })),
    );
    expect(difference.gainDecibels).toBe(0);
    expectChanges(difference, [{ kind: 'band', from: 0, to: seconds, decibels: -2 }]);
  });

  it('of the level over a stretch is a gain there', async () => {
    const difference = await edited((plane) => amplify(plane, -1.2, at(10), at(25)));
    expectChanges(difference, [{ kind: 'gain', from: 10, to: 25, decibels: -1.2 }]);
  });

  it('of half a second without a voice is found', async () => {
    const difference = await edited((plane) => amplify(plane, -9, at(10), at(10.6)));
    expectChanges(difference, [{ kind: 'gain', from: 10, to: 10.6, decibels: -9 }]);
  });

  it('of a new bar is an insertion there', async () => {
    const difference = await edited((plane, channel) =>
      concat(
        plane.subarray(0, at(16)),
        other.planes[channel]?.subarray(0, at(2)) ?? plane,
        plane.subarray(at(16)),
      ),
    );
    expectChanges(difference, [{ kind: 'inserted', from: 16, to: 18 }]);
    expect(difference.changes[0]?.to).toBeCloseTo((difference.changes[0]?.from ?? 0) + 2, 3);
    expect(difference.summary).toBe('new section at 0:16 (2 s) · otherwise identical');
  });

  it('of a missing bar is a removal there', async () => {
    const difference = await edited((plane) => concat(plane.subarray(0, at(16)), plane.subarray(at(18))));
    expectChanges(difference, [{ kind: 'removed', from: 16, to: 18 }]);
    expect(difference.summary).toBe('2 s removed at 0:16 · otherwise identical');
  });

  it('of other music for a while is a replacement', async () => {
    const difference = await edited((plane, channel) =>
      concat(
        plane.subarray(0, at(16)),
        other.planes[channel]?.subarray(0, at(4)) ?? plane,
        plane.subarray(at(20)),
      ),
    );
    expectChanges(difference, [{ kind: 'replaced', from: 16, to: 20 }]);
  });

  it('of an intro or an ending is a section, not an offset', async () => {
    const intro = await edited((plane, channel) =>
      concat(other.planes[channel]?.subarray(0, at(4)) ?? plane, plane),
    );
    expect(intro.offsetSeconds).toBe(0);
    expectChanges(intro, [{ kind: 'inserted', from: 0, to: 4 }]);
    const ending = await edited((plane) => plane.slice(0, at(30)));
    expectChanges(ending, [{ kind: 'removed', from: 30, to: 36 }]);
  });

  it('of silence around the music is no section', async () => {
    const difference = await edited((plane) => concat(silence(at(2)), plane, silence(at(5))));
    expect(difference).toMatchObject({ offsetSeconds: 2, changes: [] });
    expect(difference.summary).toBe('2 s later · otherwise identical');
  });

  // Uniform noise has a third of the power of its peak; the last one is 60 dB below the music.
  it.each([0.03, 0.004, 0.0003])('of noise of ±%s is found, at its level', async (peak) => {
    const planted = { from: 12, to: 24, decibels: 20 * Math.log10(peak / Math.sqrt(3)) };
    const noisy = music.map((plane, channel) => addNoise(plane, peak, at(12), at(24), channel + 1));
    const added = await compare(opened(noisy), opened(music));
    expectChanges(added, [{ kind: 'noise', ...planted }]);
    expect(added.summary).toBe(
      `steady sound added 0:12–0:24 (−${Math.round(-planted.decibels)} dB) · otherwise identical`,
    );
    expectChanges(await compare(opened(music), opened(noisy)), [{ kind: 'cleaned', ...planted }]);
  });

  it('of noise from beginning to end is found', async () => {
    const difference = await edited((plane, channel) => addNoise(plane, 0.002, 0, plane.length, channel + 1));
    expectChanges(difference, [{ kind: 'noise', from: 0, to: seconds, decibels: -58.8 }]);
    expect(difference.summary).toBe('steady sound added (−59 dB)');
  });

  it('of several kinds is told apart, each at its place', async () => {
    const difference = await edited((plane, channel) => {
      const bass = shelf(plane, { kind: 'low', hertz: 200, decibels: 1.9 }, at(24));
      const bar = other.planes[channel]?.subarray(0, at(2)) ?? plane;
      return amplify(concat(silence(3360), bass.subarray(0, at(12)), bar, bass.subarray(at(12))), 1.5);
    });
    expect(difference).toMatchObject({ offsetSeconds: 0.07, gainDecibels: 1.5 });
    expectChanges(difference, [
      { kind: 'inserted', from: 12.07, to: 14.07 },
      { kind: 'band', from: 26.07, to: 38.07, decibels: 1.9 },
    ]);
    expect(difference.summary).toBe(
      'Bass +1.9 dB from 0:26 · 1.5 dB louder · 0.07 s later · new section at 0:12 (2 s) · otherwise identical',
    );
  });
});

describe('no change is invented', () => {
  it.each([16, 20])('by dither to %s bits', async (bits) => {
    const difference = await edited((plane, channel) => dither(plane, bits, channel + 1));
    expect(difference).toMatchObject({ identical: false, offsetSeconds: 0, gainDecibels: 0, changes: [] });
    expect(difference.summary).toBe('No audible difference');
  });

  it('in either direction: the reverse comparison has the reverse changes', async () => {
    const newer = music.map((plane) => shelf(plane, { kind: 'low', hertz: 200, decibels: 1.9 }, at(20)));
    const difference = await compare(opened(music), opened(newer));
    expectChanges(difference, [{ kind: 'band', from: 20, to: seconds, decibels: -1.9 }]);
  });

  it('between unrelated songs: they are just other music', async () => {
    const strange = makeMusic(20, { seed: 77 });
    const difference = await compare(opened(strange.planes), opened(music));
    expect(difference.summary).toBe('Different music');
    expect(difference.changes.map(({ kind }) => kind)).toEqual(['replaced', 'removed']);
  });
});
