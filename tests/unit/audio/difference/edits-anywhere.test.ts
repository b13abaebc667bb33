import { describe, expect, it } from 'vitest';
import { compareSounds, type OpenSound } from '../../../../audio/difference/compare-sounds.ts';
import { makeMusic, random } from '../../../helpers/music.ts';
import { addNoise, concat, silence } from '../../../helpers/sound-edits.ts';

const sampleRate = 16_000;
const seconds = 24;
const { planes: music } = makeMusic(seconds, { seed: 5, sampleRate });
const { planes: other } = makeMusic(8, { seed: 14, sampleRate });
const part = (plane: Float32Array, from: number, to?: number) =>
  plane.subarray(Math.round(from * sampleRate), to === undefined ? undefined : Math.round(to * sampleRate));

const opened = (planes: Float32Array[]): OpenSound =>
  async function* () {
    yield { planes, sampleRate };
  };

async function changesOf(newer: Float32Array[], older: Float32Array[] = music) {
  const comparison = await compareSounds(opened(newer), opened(older));
  if (comparison.kind !== 'compared') throw new Error(comparison.reason);
  return comparison.difference.changes;
}

describe.each([1.5, 4])('a section of %s s', (length) => {
  it.each([1, 2, 3.3, 4, 7, 12, 18, 20, 22, 23])('inserted at %s s is found there', async (from) => {
    const changes = await changesOf(
      music.map((plane, channel) =>
        concat(part(plane, 0, from), part(other[channel] as Float32Array, 0, length), part(plane, from)),
      ),
    );
    expect(changes.map(({ kind }) => kind)).toEqual(['inserted']);
    expect(Math.abs((changes[0]?.from ?? 0) - from)).toBeLessThanOrEqual(0.2);
    expect((changes[0]?.to ?? 0) - (changes[0]?.from ?? 0)).toBeCloseTo(length, 3);
  });

  const places = [1, 2, 3.3, 4, 7, 12, 17, 19, 20, 21.5].filter((from) => from + length <= seconds - 1);
  it.each(places)('removed at %s s is found there', async (from) => {
    const changes = await changesOf(
      music.map((plane) => concat(part(plane, 0, from), part(plane, from + length))),
    );
    expect(changes.map(({ kind }) => kind)).toEqual(['removed']);
    expect(Math.abs((changes[0]?.from ?? 0) - from)).toBeLessThanOrEqual(0.2);
    expect((changes[0]?.to ?? 0) - (changes[0]?.from ?? 0)).toBeCloseTo(length, 3);
  });
});

/** Hiss is its own opposite a sample later, so it shows whether fractions of a sample are respected. */
it.each([1, 2, 3, 4])(
  'an edit after hiss is found there, and the hiss at the end isn’t (seed %s)',
  async (seed) => {
    const chance = random(seed);
    const [from, length] = [4 + 14 * chance(), 0.5 + 4 * chance()];
    const hiss = () => addNoise(silence(1.5 * sampleRate), 0.05, 0, undefined, seed);
    const older = music.map((plane) => concat(part(plane, 0, from), hiss(), part(plane, from), hiss()));
    const edit = from + 1.5;
    const inserted = older.map((plane, channel) =>
      concat(part(plane, 0, edit), part(other[channel] as Float32Array, 0, length), part(plane, edit)),
    );
    const removed = older.map((plane) => concat(part(plane, 0, edit), part(plane, edit + length)));
    for (const [kind, newer] of [
      ['inserted', inserted],
      ['removed', removed],
    ] as const) {
      const changes = await changesOf(newer, older);
      expect(changes.map((change) => change.kind)).toEqual([kind]);
      expect(Math.abs((changes[0]?.from ?? 0) - edit)).toBeLessThanOrEqual(0.2);
      expect((changes[0]?.to ?? 0) - (changes[0]?.from ?? 0)).toBeCloseTo(length, 3);
    }
  },
);
