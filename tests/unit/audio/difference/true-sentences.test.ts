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

