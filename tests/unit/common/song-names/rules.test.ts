import { describe, expect, it } from 'vitest';
import { readNameByRules } from '../../../../common/song-names/name-rules.ts';
import {
  partOf,
  readStemFolderName,
  readStemSet,
  type StemFile,
} from '../../../../common/song-names/read-stem-set.ts';

describe('the rules of a folder', () => {
  it('come before the grammar', () => {
    expect(readNameByRules('Dune XL v2.wav', [])).toMatchObject({ title: 'Dune XL' });
    expect(readNameByRules('Dune v2 XL.wav', [])).toMatchObject({ title: 'Dune', note: 'XL' });
    expect(readNameByRules('Dune v2 XL.wav', [{ kind: 'title-word', word: 'xl' }])).toMatchObject({
      ...{ title: 'Dune XL', label: 'v2', note: null },
    });
  });

  it.each([
    ['Dune v2', true],
    ['dune V2', true],
    ['Dune', false],
    ['Dune*', true],
    ['*v2', true],
    ['D*ne*2', true],
    ['*x*', false],
    ['*', true],
    ['Dune v2*v2', false],
  ])('never stack %s: %s', (name, isAlone) => {
    expect(readNameByRules('Dune v2.wav', [{ kind: 'never-stack', name }]) === null).toBe(isAlone);
  });
});

describe('a set of stems', () => {
  const files = (names: string[], more: Partial<StemFile> = {}): StemFile[] =>
    names.map((name) => ({ name, folder: null, size: 100, ...more }));

  it.each<[string, StemFile[], object | null]>([
    [
      'by their names',
      files(['Dune_STEM_Drums.wav', 'Dune_STEM_Lead Vox.wav']),
      { title: 'Dune', label: null, parts: ['drums', 'lead vox'] },
    ],
    [
      'by the channel in their names',
      files(['Dune v5.L.wav', 'Dune v5.R.wav']),
      { title: 'Dune', label: 'v5', parts: ['L', 'R'] },
    ],
    [
      'by the name of their folder',
      files(['Dune v5 Kick.wav', 'Bass.wav'], { folder: 'Dune v5 (Instrumental) stems' }),
      { title: 'Dune', alternate: 'instrumental', label: 'v5', parts: ['kick', 'bass'] },
    ],
    [
      'by equal length',
      files(['Dune - Kick.wav', 'Dune - Snare.wav', 'Dune - Bass DI.wav']),
      { title: 'Dune', label: null, parts: ['kick', 'snare', 'bass di'] },
    ],
    [
      'by equal length in the folder of a version',
      files(['Kick.wav', 'Snare.wav', 'Bass.wav'], { folder: 'Dune v5' }),
      { title: 'Dune', label: 'v5', parts: ['kick', 'snare', 'bass'] },
    ],
    [
      'by equal length, without a name',
      files(['Kick.wav', 'Snare.wav', 'Bass.wav']),
      { title: null, label: null, parts: ['kick', 'snare', 'bass'] },
    ],
    ['not with a version label', files(['Dune v1.wav', 'Dune v2.wav', 'Dune v3.wav']), null],
    ['not of different lengths', [...files(['A.wav', 'B.wav']), ...files(['C.wav'], { size: 101 })], null],
    ['not of two versions', files(['Dune v1_STEM_Drums.wav', 'Dune v2_STEM_Drums.wav']), null],
    ['not two files', files(['Dune - Kick.wav', 'Dune - Bass.wav']), null],
  ])('is found %s', (_, dropped, expected) => {
    const found = readStemSet(dropped);
    if (expected) expect(found).toMatchObject(expected);
    else expect(found).toBeNull();
  });

  it('compares durations where they are known', () => {
    const [a, b, c] = files(['Kick.wav', 'Snare.wav', 'Bass.wav'], { durationSeconds: 200 });
    if (!a || !b || !c) throw new Error('No files');
    expect(readStemSet([a, { ...b, size: 50 }, c])).not.toBeNull();
    expect(readStemSet([a, { ...b, durationSeconds: 201 }, c])).toBeNull();
  });

  it('reads the folder around a folder that is only called Stems', () => {
    expect(readStemFolderName(['Album', 'Dune v5', 'Stems'])).toMatchObject({ title: 'Dune', label: 'v5' });
    expect(readStemFolderName(['Stems'])).toBeNull();
    expect(readStemFolderName(['Dune v5'])).toBeNull();
    expect(readStemFolderName([])).toBeNull();
  });

  it('names a part by what its file adds to the song', () => {
    expect(partOf('Dune.wav', { title: 'Dune' })).toBe('dune');
    expect(partOf('Dune_v5_Kick.wav', { title: 'Dune' })).toBe('kick');
  });
});
