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

