import { describe, expect, it } from 'vitest';
import { compareSounds, type OpenSound } from '../../../../audio/difference/compare-sounds.ts';
import { resample } from '../../../../audio/difference/decimate.ts';
import type { Difference } from '../../../../audio/difference/difference.ts';
import { makeMusic } from '../../../helpers/music.ts';
import { addNoise, amplify, concat, shelf, silence } from '../../../helpers/sound-edits.ts';

type Plane = Float32Array<ArrayBuffer>;

const sampleRate = 48_000;
const seconds = 40;
const music: Plane[] = makeMusic(seconds, { seed: 3 }).planes;
const at = (time: number) => Math.round(time * sampleRate);

const opened = (planes: Float32Array[], rate = sampleRate): OpenSound =>
  async function* () {
    yield { planes, sampleRate: rate };
  };

async function compare(newer: Float32Array[], older = music, rate = sampleRate): Promise<Difference> {
  const comparison = await compareSounds(opened(newer, rate), opened(older));
  if (comparison.kind !== 'compared') throw new Error(comparison.reason);
  return comparison.difference;
}

const edited = (edit: (plane: Plane, channel: number) => Float32Array) => compare(music.map(edit));
const inverted = (plane: Plane, from = 0) => plane.map((value, frame) => (frame < from ? value : -value));

describe('a noise bed that an encoder replaced by noise of the same level', () => {
  const bed = (plane: Plane, channel: number) =>
    addNoise(silence(plane.length), 0.02, 0, plane.length, channel + 1);
  const other = (plane: Plane, channel: number) =>
    addNoise(silence(plane.length), 0.02, 0, plane.length, channel + 8);
  const share = 0.3;
  const older = music.map((plane, channel) => {
    const own = bed(plane, channel);
    return plane.map((value, frame) => value + (own[frame] as number));
  });
  const newer = music.map((plane, channel) => {
    const [own, strange] = [bed(plane, channel), other(plane, channel)];
    return plane.map(
      (value, frame) =>
        value + Math.sqrt(1 - share ** 2) * (own[frame] as number) + share * (strange[frame] as number),
    );
  });

  it.each([
    ['newer', newer, older],
    ['older', older, newer],
  ])('is no added or removed noise, in the %s version', async (_, left, right) => {
    expect(await compare(left, right)).toMatchObject({
      ...{ changes: [], summary: 'No change of level or timing found' },
    });
  });
});

describe('silence in one version', () => {
  it.each([0.1, 0.2, 0.3])('of %s s is found, in both directions', async (length) => {
    const faded = music.map((plane) => amplify(plane, -120, at(15), at(15 + length)));
    for (const [difference, decibels] of [
      [await compare(faded), -40],
      [await compare(music, faded), 40],
    ] as const) {
      expect(difference.changes).toEqual([{ kind: 'gain', from: 15, to: 15 + length, decibels }]);
      const what = decibels < 0 ? 'silent' : 'no longer silent';
      expect(difference.summary).toBe(`${what} at 0:15 · otherwise identical`);
    }
  });

  it('of zeros between two steps is found, too', async () => {
    const difference = await edited((plane) =>
      concat(plane.subarray(0, at(15.05)), silence(at(0.3)), plane.subarray(at(15.35))),
    );
    expect(difference.changes).toEqual([{ kind: 'gain', from: 15.1, to: 15.3, decibels: -40 }]);
  });

  it('is never called inaudible, however short', async () => {
    const difference = await edited((plane) => amplify(plane, -120, at(15.02), at(15.06)));
    expect(difference.summary).toBe('No change of level or timing found');
  });
});

describe('a small change of level in a copy', () => {
  it.each([
    [0.3, 25],
    [0.5, 20],
    [0.6, 20],
    [-0.6, 25],
  ])('of %s dB from %s s on is one from there on, and none before', async (decibels, from) => {
    const difference = await edited((plane) => amplify(plane, decibels, at(from)));
    expect(difference).toMatchObject({ gainDecibels: 0, offsetSeconds: 0 });
    expect(difference.changes).toEqual([{ kind: 'gain', from, to: seconds, decibels }]);
    const size = `${Math.abs(decibels)} dB ${decibels > 0 ? 'louder' : 'quieter'}`;
    expect(difference.summary).toBe(`${size} from 0:${from} · otherwise identical`);
  });

  it('of half a decibel of the bass is found', async () => {
    const { changes } = await edited((plane) =>
      shelf(plane, { kind: 'low', hertz: 120, decibels: 0.5 }, at(20)),
    );
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ kind: 'band', to: seconds, band: { from: 22 } });
    expect(Math.abs((changes[0]?.from ?? 0) - 20)).toBeLessThanOrEqual(0.2);
    expect(changes[0]?.decibels).toBeCloseTo(0.5, 1);
  });

  it('is never called inaudible', async () => {
    const difference = await edited((plane) => amplify(plane, 0.2, at(20), at(21)));
    expect(difference.summary).toBe('No change of level or timing found');
  });
});

describe('a tiny edit', () => {
  it('is named in milliseconds', async () => {
    const removed = await edited((plane) => concat(plane.subarray(0, at(20)), plane.subarray(at(20.02))));
    expect(removed.summary).toBe('20 ms removed at 0:20 · otherwise identical');
    const inserted = await edited((plane) =>
      concat(plane.subarray(0, at(20)), silence(at(0.01)), plane.subarray(at(20))),
    );
    expect(inserted.summary).toBe('new section at 0:20 (10 ms) · otherwise identical');
  });

  it('of half a millisecond is no other music at the end', async () => {
    const difference = await edited((plane) =>
      concat(plane.subarray(0, at(20)), plane.subarray(at(20) + 24)),
    );
    expect(difference.changes.filter(({ kind }) => kind === 'replaced')).toEqual([]);
    expect(difference.summary).not.toMatch(/other music|\b0 m?s/);
  });

  it('nor is a clock that drifts by 50 parts in a million', async () => {
    const difference = await edited((plane) =>
      resample(plane, 0, 1.00005, Math.floor(plane.length / 1.00005)),
    );
    expect(difference.changes.filter(({ kind }) => kind === 'replaced')).toEqual([]);
    expect(difference.summary).not.toMatch(/other music|\b0 m?s/);
  });
});

describe('what isn’t measured', () => {
  it.each<[string, (plane: Plane, channel: number) => Plane]>([
    ['swapped channels', (_, channel) => music[1 - channel] as Plane],
    ['one loud sample', (plane) => plane.map((value, frame) => (frame === at(15) ? 1 : value))],
  ])('is no sameness: %s', async (_, edit) => {
    expect((await edited(edit)).summary).toBe('No change of level or timing found');
  });

  it('is no noise: a tone that was added is a steady sound', async () => {
    const tone = Float32Array.from({ length: at(seconds) }, (_, frame) =>
      frame >= at(10) && frame < at(20) ? 0.03 * Math.sin((2 * Math.PI * 440 * frame) / sampleRate) : 0,
    );
    const difference = await edited((plane) => plane.map((value, frame) => value + (tone[frame] as number)));
    expect(difference.summary).toBe('steady sound added 0:10–0:20 (−33 dB) · otherwise identical');
  });
});

describe('inverted polarity', () => {
  it('of both channels is found, with everything else', async () => {
    const difference = await edited((plane) =>
      concat(
        silence(3360),
        inverted(amplify(plane, 1.5)).subarray(0, at(30)),
        inverted(amplify(plane, 1.5)).subarray(at(32)),
      ),
    );
    expect(difference).toMatchObject({ offsetSeconds: 0.07, gainDecibels: 1.5 });
    expect(difference.changes.map(({ kind }) => kind)).toEqual(['removed']);
    expect(difference.summary).toBe(
      '1.5 dB louder · 0.07 s later · polarity inverted · 2 s removed at 0:30 · otherwise identical',
    );
  });

  it.each(['left', 'right'])('of the %s channel is found', async (side) => {
    const difference = await edited((plane, channel) =>
      (channel === 0) === (side === 'left') ? inverted(plane) : plane,
    );
    expect(difference).toMatchObject({ identical: false, offsetSeconds: 0, gainDecibels: 0, changes: [] });
    expect(difference.summary).toBe(`polarity of the ${side} channel inverted · otherwise identical`);
  });

  it('is found at another sample rate', async () => {
    const lower = music.map((plane) => resample(inverted(plane), 0, 48 / 44.1, at(seconds * (44.1 / 48))));
    const difference = await compare(lower, music, 44_100);
    expect(difference.summary).toBe('polarity inverted');
  });

  it('for a moment is never called inaudible', async () => {
    const difference = await edited((plane) =>
      concat(plane.subarray(0, at(15)), inverted(plane.slice(at(15), at(15.2))), plane.subarray(at(15.2))),
    );
    expect(difference.summary).toBe('No change of level or timing found');
  });
});
