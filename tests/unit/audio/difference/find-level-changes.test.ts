import { expect, it } from 'vitest';
import { bandCentres } from '../../../../audio/difference/band-meter.ts';
import { findLevelChanges } from '../../../../audio/difference/find-level-changes.ts';
import type { Levels } from '../../../../audio/difference/measure-matches.ts';
import { random } from '../../../helpers/music.ts';

const steps = 400;
const bands = bandCentres.length;
const [subBass, treble] = [0, bands - 2];

type Planted = { band: number; from: number; to: number; decibels: number; spread: number };

/** Two sounds of 40 s. `spread`: how far apart the middle half of the steps is, in decibels. */
function levelsOf(kind: 'copies' | 'encoded', { band, from, to, decibels, spread }: Planted): Levels {
  const chance = random(5);
  const newer = new Float64Array(steps * bands).fill(0.001);
  for (let step = from; step < to; step++) {
    const value = decibels + 2 * spread * (chance() - 0.5);
    newer[step * bands + band] = 0.001 * 10 ** (value / 10);
  }
  const residual = Float64Array.from({ length: steps }, (_, step) =>
    kind === 'copies' && (step < from || step >= to) ? 0 : 0.001,
  );
  return {
    ...{ steps, stepSeconds: 0.1, isMeasured: new Uint8Array(steps).fill(1), isIdentical: false },
    ...{ newer, older: new Float64Array(steps * bands).fill(0.001), residual },
    power: { newer: new Float64Array(steps).fill(0.01), older: new Float64Array(steps).fill(0.01) },
    polarity: { same: new Uint8Array(steps).fill(1), inverted: new Uint8Array(steps) },
    invertedChannels: 0,
  };
}

const changes = (kind: 'copies' | 'encoded', planted: Planted) =>
  findLevelChanges(levelsOf(kind, planted)).changes.map(({ from, to, decibels = 0 }) => [
    Math.round(from),
    Math.round(to),
    Math.round(decibels),
  ]);

it('takes a small change of the treble for one where the rest is a copy, but not beside an encoder', () => {
  const small = { band: treble, from: 100, to: 120, decibels: 0.9, spread: 0.2 };
  expect(changes('copies', small)).toEqual([[10, 12, 1]]);
  expect(changes('encoded', small)).toEqual([]);
  expect(changes('encoded', { ...small, from: 0, to: 200 })).toEqual([[0, 20, 1]]);
});

it('takes a restless change of the treble for the encoder’s, and a steady one for a change', () => {
  const restless = { band: treble, from: 100, to: 200, decibels: -1.5, spread: 1.5 };
  expect(changes('copies', restless)).toEqual([[10, 20, -1]]);
  expect(changes('encoded', restless)).toEqual([]);
  expect(changes('encoded', { ...restless, decibels: 2, spread: 1.5 })).toEqual([[10, 20, 2]]);
});

it('takes only a steady change of the lowest band for one', () => {
  const sub = { band: subBass, from: 100, to: 130, decibels: 3, spread: 0.5 };
  expect(changes('encoded', sub)).toEqual([[10, 13, 3]]);
  expect(changes('encoded', { ...sub, spread: 5 })).toEqual([]);
});

/** Two tones in the bass and nothing else; `fill`: what the lowest band has in each version, beside both tones together. */
function faintBand(fill: { newer: number; older: number }) {
  const levels = levelsOf('encoded', { band: subBass, from: 0, to: 0, decibels: 0, spread: 0 });
  for (const side of ['newer', 'older'] as const) {
    levels[side].fill(1e-14);
    for (let step = 0; step < steps; step++) {
      levels[side][step * bands + subBass] = 0.2 * fill[side];
      for (const tone of [2, 3]) levels[side][step * bands + tone] = 0.1;
    }
  }
  return findLevelChanges(levels).changes.map(({ decibels = 0 }) => Math.round(decibels));
}

it('names no band that an encoder filled, but a faint one that an equaliser raised', () => {
  expect(faintBand({ newer: 10 ** -4.6, older: 10 ** -7.5 })).toEqual([]);
  expect(faintBand({ newer: 10 ** -7.5, older: 10 ** -4.6 })).toEqual([]);
  expect(faintBand({ newer: 10 ** -4.4, older: 10 ** -4.8 })).toEqual([4]);
  expect(faintBand({ newer: 10 ** -3.8, older: 10 ** -7.5 })).toEqual([37]);
});
