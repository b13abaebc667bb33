import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBounceName } from '../../../client/uploads/bounce-names.ts';
import { uploadTargetFor } from '../../../client/uploads/drop-rules.ts';
import { cutNameOf, songNameOf, uploadNameOf, vibeNameOf } from '../../../client/uploads/song-name.ts';
import { routeBounce } from '../../../main/bounces/transfers/routing.ts';
import { reserveSchema } from '../../../protocol/wire/upload.ts';

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

describe('the song of a bounce', () => {
  it.each([
    ['Sunset Groove v3 rough.wav', 'Sunset Groove'],
    ['Sunset Groove_v03.wav', 'Sunset Groove'],
    ['Sunset Groove v4 louder.wav', 'Sunset Groove'],
    ['Sunset Groove_v2_(drums up)_rough.wav', 'Sunset Groove'],
    ['Henry V 2 strings.wav', 'Henry V 2 strings'],
    ['Sunset Groove - Mix 2.aiff', 'Sunset Groove'],
    ['Sunset Groove (2).wav', 'Sunset Groove'],
    ['Sunset Groove final master v1.2b.wav', 'Sunset Groove'],
    ['Sunset Groove 2026-03-01.wav', 'Sunset Groove'],
    ['Sunset Groove 02.wav', 'Sunset Groove'],
    ['Sunset.Groove.v2.wav', 'Sunset.Groove'],
    ['Paper Moon 24bit.wav', 'Paper Moon'],
    ['Vera.wav', 'Vera'],
    ['Song for Vera.wav', 'Song for Vera'],
    ['Henry V.wav', 'Henry V'],
    ['Blink 182.wav', 'Blink 182'],
    ['v3.wav', 'v3'],
    ['Mix 2.wav', 'Mix 2'],
    ['ドラム v2.wav', 'ドラム'],
  ])('%s → %s', (file, song) => expect(songNameOf(file)).toBe(song));

  it('has no version marks left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        expect(songNameOf(`${songNameOf(`${name}.wav`)}.wav`)).toBe(songNameOf(`${name}.wav`));
      }),
    );
  });
});

it('makes names that the server accepts, whatever the file is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const file = `${text}.wav`;
      const request = {
        uploadKey: 'k',
        name: uploadNameOf(file),
        size: 1,
        sha256: 'a'.repeat(64),
        target: routeBounce(
          { folder: '/b', projectId: 'p', routing: { kind: 'song-name' } },
          join('/b', 'x', file),
          'c',
        ),
      };
      const parsed = reserveSchema.parse(request);
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
  const vibeOf = (routing: Parameters<typeof routeBounce>[0]['routing'], at = path) => {
    const target = routeBounce({ folder: '/bounces', projectId: 'p', routing }, at, 'c');
    return target.kind === 'new-cut' ? target.vibe : null;
  };
  it('follows the binding', () => {
    expect(vibeOf({ kind: 'vibe', vibeId: 'v1' })).toEqual({ id: 'v1' });
    expect(vibeOf({ kind: 'vibe-name', name: 'Ideas' })).toEqual({ name: 'Ideas' });
    expect(vibeOf({ kind: 'sub-folder' })).toEqual({ name: 'Album' });
    expect(vibeOf({ kind: 'sub-folder' }, '/bounces/Paper Moon v2.wav')).toEqual({ name: 'Paper Moon' });
    expect(vibeOf({ kind: 'song-name' })).toEqual({ name: 'Paper Moon' });
  });
  it('sends a drop to where it was dropped', () => {
    expect(uploadTargetFor({ kind: 'cut', projectId: 'p', cutId: 'c9' }, basename(path), 'c')).toEqual({
      kind: 'cut',
      cutId: 'c9',
    });
    expect(uploadTargetFor({ kind: 'vibe', projectId: 'p', vibeId: 'v' }, basename(path), 'c')).toMatchObject(
      {
        cutName: 'Paper Moon v2',
        vibe: { id: 'v' },
      },
    );
    expect(uploadTargetFor({ kind: 'project', projectId: 'p' }, basename(path), 'c')).toMatchObject({
      vibe: { name: 'Paper Moon' },
    });
  });
});
