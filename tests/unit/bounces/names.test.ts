import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBounceName } from '../../../client/uploads/bounce-names.ts';
import { dropDestination } from '../../../client/uploads/drop-rules.ts';
import { cutNameOf, uploadNameOf, vibeNameOf } from '../../../client/uploads/upload-names.ts';
import { type FolderNaming, routeBounce } from '../../../main/bounces/transfers/routing.ts';
import { reserveSchema } from '../../../protocol/wire/upload.ts';

const album: FolderNaming = {
  ...{ folder: '/bounces', projectId: 'p', routing: { kind: 'song-name' } },
  ...{ stacking: true, rules: [] },
};

describe('a bounce name', () => {
  it.each([
    'a.wav',
    'A.WAV',
    'x.aif',
    'x.aifc',
    'x.w64',
    'x.flac',
    'x.mp3',
    'x.m4a',
    'x.opus',
    'stems.zip',
    'é.wav',
    '$ave.wav',
  ])('%s is', (name) => expect(isBounceName(name)).toBe(true));
  it.each([
    ...[
      '.hidden.wav',
      '._Mix.wav',
      '~mix.wav',
      'mix.wav.tmp',
      'mix.tmp.wav',
      'mix.wav.part',
      'mix.wav.crdownload',
    ],
    ...[
      'mix.wav.asd',
      'mix.wav.reapeaks',
      'mix.gpk',
      'mix.peak',
      'mix.ovw',
      'mix.pkf',
      'mix.wfm',
      'song.als',
      'wav',
      '',
    ],
  ])('%s is not', (name) => expect(isBounceName(name)).toBe(false));
});

it('makes names that the server accepts, whatever the file is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), (text, stacking) => {
      const file = `${text}.wav`;
      const { song, ...request } = {
        uploadKey: 'k',
        name: uploadNameOf(file),
        size: 1,
        sha256: 'a'.repeat(64),
        ...routeBounce({ ...album, folder: '/b', stacking }, join('/b', 'x', file), 'c'),
      };
      const parsed = reserveSchema.parse({ ...request, ...(song && { song }) });
      expect(parsed.name).toBe(request.name);
      expect(parsed.name.endsWith('.wav')).toBe(true);
    }),
  );
});

it('composes accents and never splits a character', () => {
  expect(cutNameOf('Cafe\u0301.wav')).toBe('Caf\u00e9');
  const family = '👨‍👩‍👧‍👦';
  expect(cutNameOf(`${'a'.repeat(195)}${family}.wav`)).toBe('a'.repeat(195));
  expect(uploadNameOf(`${'a'.repeat(250)}.wav`)).toBe(`${'a'.repeat(196)}.wav`);
  expect(cutNameOf('   .wav')).toBe('Untitled');
  expect(vibeNameOf('  ')).toBe('Untitled');
});

describe('routing', () => {
  const path = join('/bounces', 'Album', 'Disc', 'Paper Moon v2.wav');
  const vibeOf = (routing: FolderNaming['routing'], more: Partial<FolderNaming> = {}, at = path) => {
    const { target } = routeBounce({ ...album, routing, ...more }, at, 'c');
    return target.kind === 'cut' ? null : target.vibe;
  };

  it('sends a bounce to the cut of its song, and says where a new cut goes', () => {
    expect(routeBounce(album, path, 'c')).toEqual({
      target: { kind: 'song', projectId: 'p', cutId: 'c' },
      song: null,
    });
    expect(vibeOf({ kind: 'vibe', vibeId: 'v1' })).toEqual({ id: 'v1' });
    expect(vibeOf({ kind: 'vibe-name', name: 'Ideas' })).toEqual({ name: 'Ideas' });
    expect(vibeOf({ kind: 'sub-folder' })).toEqual({ name: 'Album' });
    expect(vibeOf({ kind: 'sub-folder' }, {}, '/bounces/Paper Moon v2.wav')).toBeUndefined();
  });

  it('makes each name a song of its own without stacking', () => {
    expect(routeBounce({ ...album, stacking: false }, path, 'c')).toEqual({
      target: {
        ...{ kind: 'new-cut', projectId: 'p', cutId: 'c' },
        ...{ cutName: 'Paper Moon v2', vibe: { name: 'Paper Moon' } },
      },
      song: null,
    });
  });

  it("applies the folder's rules", () => {
    const rules: FolderNaming['rules'] = [
      { id: 'r1', rule: { kind: 'title-word', word: 'XL' } },
      { id: 'r2', rule: { kind: 'never-stack', name: '*sketch*' } },
    ];
    const destination = (name: string) => routeBounce({ ...album, rules }, join('/bounces', name), 'c');
    expect(destination('Dune v2 XL.wav').song).toMatchObject({ title: 'Dune XL', label: 'v2' });
    expect(destination('Dune v2.wav').song).toBeNull();
    expect(destination('Dune SKETCH v2.wav').target).toMatchObject({
      kind: 'new-cut',
      cutName: 'Dune SKETCH v2',
    });
  });

  it('reads the files of a stems folder as stems of its version', () => {
    const stem = (at: string) => routeBounce({ ...album, routing: { kind: 'sub-folder' } }, at, 'c');
    const drums = { title: 'Dune', label: 'v5', part: 'drums', isStem: true };
    expect(stem('/bounces/Dune v5 stems/Drums.wav').song).toMatchObject(drums);
    expect(stem('/bounces/Dune v5/Stems/Dune v5 - Drums.wav').song).toMatchObject(drums);
    expect(vibeOf({ kind: 'sub-folder' }, {}, '/bounces/Dune v5 stems/Drums.wav')).toBeUndefined();
  });

  it('sends a drop to where it was dropped', () => {
    const name = basename(path);
    expect(dropDestination({ kind: 'cut', projectId: 'p', cutId: 'c9' }, name, 'c').target).toEqual({
      kind: 'cut',
      cutId: 'c9',
    });
    expect(dropDestination({ kind: 'vibe', projectId: 'p', vibeId: 'v' }, name, 'c').target).toEqual({
      ...{ kind: 'song', projectId: 'p', cutId: 'c' },
      vibe: { id: 'v' },
    });
    expect(dropDestination({ kind: 'project', projectId: 'p' }, name, 'c').target).toEqual({
      ...{ kind: 'song', projectId: 'p', cutId: 'c' },
    });
  });
});
