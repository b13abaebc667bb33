import { describe, expect, it } from 'vitest';
import { versionName } from '../../common/version-name.ts';
import type { File } from '../../protocol/wire/file.ts';
import { isComparing } from '../../renderer/features/cuts/is-comparing.ts';
import { tracksOf } from '../../renderer/features/player/track.ts';
import { cutFacts, numberedFiles, stackOf } from '../../renderer/platform/cut-facts.ts';
import { ana, ben, cut, file } from '../fixtures/renderer/page/sample.ts';

const stem = (id: string, minutes: number, versionId?: string): File => ({
  ...file('c', id, `${id}.wav`, ana, minutes, { type: 'STEM' }),
  ...(versionId && { versionId }),
});

/** Two versions, a stem of the first one that arrived last, a stem of none, and a picture. */
const dune = cut('v', 'c', 'Dune', 0, ana, [
  { ...file('c', 'one', 'Dune v1.wav', ana, 60), label: 'v1' },
  { ...file('c', 'two', 'Dune v1 louder.wav', ben, 50), label: 'v1', note: 'louder' },
  file('c', 'cover', 'cover.png', ana, 40, { type: 'IMAGE' }),
  stem('loose', 30),
  stem('drums', 20, 'one'),
]);

describe('a stack', () => {
  it('lists the newest version first, each with its stems, then what belongs to none', () => {
    const { versions, looseStems, others } = stackOf(dune);
    expect(
      versions.map((entry) => [
        entry.version,
        entry.file.id,
        entry.previous?.id,
        entry.stems.map(({ id }) => id),
      ]),
    ).toEqual([
      [2, 'two', 'one', []],
      [1, 'one', undefined, ['drums']],
    ]);
    expect(looseStems.map(({ id }) => id)).toEqual(['loose']);
    expect(others.map(({ id }) => id)).toEqual(['cover']);
    expect(numberedFiles(dune).map(({ file: { id }, version }) => [id, version])).toEqual([
      ['two', 2],
      ['one', 1],
      ['drums', null],
      ['loose', null],
      ['cover', null],
    ]);
  });

  it('never counts a stem as a version or as the latest', () => {
    expect(cutFacts(dune)).toMatchObject({ versions: 2, extras: 3, note: 'louder', person: { name: 'Ben' } });
    expect(tracksOf(dune, 'Dune').map(({ fileId }) => fileId)).toEqual(['one', 'two']);
  });

  it('still shows the stems of a version that was deleted', () => {
    const files = dune.files.filter(({ id }) => id !== 'one');
    expect(
      stackOf({ files })
        .looseStems.map(({ id }) => id)
        .sort(),
    ).toEqual(['drums', 'loose']);
  });
});

describe('the name of a version', () => {
  it('is its label with the note, so that v2 and v2 louder look different', () => {
    expect(versionName({ label: 'v2' }, 2)).toBe('v2');
    expect(versionName({ label: 'v2', note: 'louder' }, 3)).toBe('v2 · louder');
    expect(versionName({}, 4)).toBe('v4');
    expect(versionName({ label: '', note: 'quiet intro' }, 4)).toBe('v4 · quiet intro');
    expect(tracksOf(dune, 'Dune').map((track) => track.versionName)).toEqual(['v1', 'v1 · louder']);
  });
});

describe('a version that was not compared', () => {
  const [one, two] = dune.files as [File, File];
  const arrived = Date.parse(two.createdAt);

  it('is being compared for a while after it arrived', () => {
    expect(isComparing(two, one, arrived + 60_000)).toBe(true);
    expect(isComparing(two, one, arrived + 60 * 60_000)).toBe(false);
  });

  it('is not being compared if one of the two has no sound', () => {
    const { audio: _audio, ...silent } = one;
    expect(isComparing(two, silent, arrived)).toBe(false);
  });
});
