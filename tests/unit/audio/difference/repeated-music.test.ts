import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { compareSounds } from '../../../../audio/difference/compare-sounds.ts';
import type { Difference } from '../../../../audio/difference/difference.ts';
import { gapCost, partingPoint } from '../../../../audio/difference/find-edges.ts';
import { makeMusic } from '../../../helpers/music.ts';
import { amplify, concat, silence } from '../../../helpers/sound-edits.ts';

type Plane = Float32Array<ArrayBuffer>;

const sampleRate = 12_000;
const seconds = 30;
const times = 6;

let piece: Plane;
let inserted: Plane;
let older: Plane;

beforeAll(() => {
  piece = makeMusic(seconds, { sampleRate }).planes[0];
  inserted = makeMusic(5, { sampleRate, seed: 5 }).planes[0];
  older = repeated(piece);
});

const repeated = (plane: Plane, count = times) => concat(...Array.from({ length: count }, () => plane));

async function compare(newer: Plane, from = older): Promise<Difference> {
  const opened = (plane: Plane) =>
    async function* () {
      yield { planes: [plane], sampleRate };
    };
  const comparison = await compareSounds(opened(newer), opened(from));
  if (comparison.kind !== 'compared') throw new Error(comparison.reason);
  return comparison.difference;
}

async function expectPauses(pause: number, part: Plane, count: number): Promise<void> {
  const louder = concat(silence(pause), amplify(part, 1.5));
  const difference = await compare(repeated(louder, count), repeated(part, count));
  expect(Math.round(difference.offsetSeconds * sampleRate)).toBe(pause);
  expect(difference.gainDecibels).toBeCloseTo(1.5, 1);
  expect(difference.changes.map(({ kind }) => kind)).toEqual(Array(count - 1).fill('inserted'));
  for (const [index, { from, to }] of difference.changes.entries()) {
    expect(Math.abs(from - ((index + 1) * louder.length) / sampleRate)).toBeLessThan(0.2);
    expect(to - from).toBeCloseTo(pause / sampleRate, 3);
  }
}

it('a pause before each repetition is found as such, and each repetition as unchanged', () =>
  expectPauses(804, piece, times));

it.each([
  [2, 60, 300],
  [3, 120, 804],
])(
  '%i repetitions of %i s, each after %i samples of silence, are where they were',
  async (count, length, pause) => {
    const { planes } = makeMusic(length, { sampleRate, seed: count });
    await expectPauses(pause, planes[0], count);
  },
);

it('a section inserted into one repetition leaves the others in their places', async () => {
  const at = Math.round(2.4 * seconds * sampleRate);
  const { changes } = await compare(concat(older.subarray(0, at), inserted, older.subarray(at)));
  expect(changes.map(({ kind }) => kind)).toEqual(['inserted']);
  expect(Math.abs((changes[0]?.from ?? 0) - 2.4 * seconds)).toBeLessThan(0.2);
  expect((changes[0]?.to ?? 0) - (changes[0]?.from ?? 0)).toBeCloseTo(5, 2);
});

it('one repetition less is removed from the end: the ones before are where they were', async () => {
  const { changes } = await compare(repeated(piece, times - 1));
  expect(changes).toEqual([{ kind: 'removed', from: (times - 1) * seconds, to: times * seconds }]);
});

it('two runs part at the point that a search of all pairs finds', () => {
  const errors = fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(errors, errors, fc.integer({ min: -8, max: 8 }), (left, right, gap) => {
      const [leftSums, rightSums] = [sumsOf(left), sumsOf(right)];
      const cost = (to: number, from: number) =>
        (leftSums[to] ?? 0) +
        (rightSums[12] ?? 0) -
        (rightSums[from] ?? 0) +
        gapCost * (from - to + Math.max(0, from - to - gap));
      let least = Number.POSITIVE_INFINITY;
      for (let to = 0; to <= 12; to++)
        for (let from = Math.max(to, to + gap); from <= 12; from++) least = Math.min(least, cost(to, from));
      const found = partingPoint(leftSums, rightSums, gap);
      expect(cost(found?.to ?? 0, found?.from ?? 0)).toBeCloseTo(least, 9);
    }),
  );
});

it('two runs an hour apart part without a search of all pairs, which would outlast this test', () => {
  const steps = 360_000;
  const left = Array.from({ length: steps }, (_, at) => (at < 1000 ? 0 : 6_400));
  const right = Array.from({ length: steps }, (_, at) => (at < steps - 1000 ? 6_400 : 0));
  expect(partingPoint(sumsOf(left), sumsOf(right), 0)).toEqual({ to: 1000, from: steps - 1000 });
});

function sumsOf(errors: number[]): Float64Array {
  const sums = new Float64Array(errors.length + 1);
  for (const [at, error] of errors.entries()) sums[at + 1] = (sums[at] ?? 0) + error / 64;
  return sums;
}
