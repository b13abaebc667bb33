import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSongName, type SongName } from '../../../../common/song-names/read-song-name.ts';
import { cutNameOfSong, stackKey } from '../../../../common/song-names/stack-key.ts';

const words = [
  ...[
    'Dune',
    'dune',
    'Café',
    'ドラム',
    'XL',
    'louder',
    '99',
    '02',
    '128',
    '120bpm',
    'Am',
    'F#m',
    'A',
    'minor',
    '24bit',
  ],
  ...[
    'v2',
    'V',
    '2.1b',
    'ver',
    'mix',
    'MASTER',
    'final',
    'new',
    'latest',
    '036D1',
    'JD02',
    '2026-03-01',
    '1432',
    '260301',
  ],
  ...[
    'instrumental',
    'Inst',
    'a',
    'cappella',
    'tv',
    'main',
    'no',
    'lead',
    'vox',
    'up',
    'clean',
    'radio',
    'edit',
    'loop',
  ],
  ...[
    'stem',
    'STEM',
    'stems',
    'Drums',
    'L',
    'Remix',
    'live',
    'feat',
    'copy',
    'Copy',
    '1',
    '-2dB',
    '+1',
    'Multi',
    'tracks',
    'Ls',
    'feat. Ana',
    'Ft.',
    '2',
    'inst2',
    '1.5dB',
    'pre',
    'mastered',
    'Copy of',
    'conflicted',
    '-9',
    'LUFS',
    'at',
    'PM',
    "Ben's",
    '👨‍👩‍👧‍👦',
  ],
];
const separators = [
  ' ',
  ' ',
  ' ',
  '_',
  '-',
  ' - ',
  '.',
  ' (',
  ') ',
  ' [',
  '] ',
  '(',
  ')',
  '',
  '_-_',
  '  ',
  '._',
];
const plausibleName = fc
  .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(...separators)), { minLength: 1, maxLength: 9 })
  .map((parts) => `${parts.flat().join('')}.wav`);
const anyName = fc.oneof(plausibleName, fc.string({ unit: 'grapheme', maxLength: 255 }));
const runs = { numRuns: 500 };

/** A spaced dash keeps a title that ends like a tag, such as `radio`, apart from a label that would complete it. */
function format(song: SongName): string {
  const note = song.note === null ? null : `[${song.note}]`;
  const tail = [song.label, note, song.isStem ? 'stems' : null].filter((text) => text !== null);
  return `${[cutNameOfSong(song), ...(tail.length > 0 ? [tail.join(' ')] : [])].join(' - ')}.wav`;
}

describe('reading a name', () => {
  it('leaves a title to every name', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(readSongName(name).title.trim()).not.toBe('');
      }),
      runs,
    );
  });

  it('reads composed and decomposed accents alike', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(readSongName(name.normalize('NFD'))).toEqual(readSongName(name.normalize('NFC')));
      }),
      runs,
    );
  });

  it('reads the same from a name that is formatted from what it read', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const song = readSongName(name);
        expect(readSongName(format(song))).toEqual({ ...song, part: null });
      }),
      runs,
    );
  });

  it.each([
    ['nothing but tags', 'v2 mix 3 (TV) '],
    ['nothing but separators', ' -_.'],
    ['open brackets', '('],
    ['nested brackets', '(]['],
    ['digits with dots', '1.'],
    ['one long word', 'v1'],
    ['dates', '2026-03-01 '],
    ['notes', 'Dune v2 louder and '],
  ])('takes time in proportion to a hostile name: %s', (_, text) => {
    const timeOf = (length: number) => {
      const name = text.repeat(length / text.length);
      // Of this thread alone: a busy machine may stop it for longer than all of this takes.
      const start = process.threadCpuUsage();
      for (let turn = 0; turn < 3; turn++) readSongName(name);
      const { user, system } = process.threadCpuUsage(start);
      return (user + system) / 1000;
    };
    timeOf(2_000);
    // Quadratic time would be 64 times as long, and backtracking would not end. The slack is for the compiler.
    expect(timeOf(16_000)).toBeLessThan(Math.max(300, timeOf(2_000) * 8 * 4));
  });
});

describe('the key of a stack', () => {
  const keyOf = (name: string) => stackKey(readSongName(name));

  it.each([
    ['Sunset Groove v1.wav', 'sunset_groove_FINAL_2.wav'],
    ['Cafe\u0301 v1.wav', 'Caf\u00e9 v2.wav'],
    ['STRASSE v1.wav', 'Straße v2.wav'],
    ['ΟΔΟΣ v1.wav', 'οδος v2.wav'],
    ['Dune (A Cappella) mix 2.wav', 'Dune acapella v9.wav'],
    ['Dune TV Instrumental.wav', 'Dune (Instrumental) TV v2.wav'],
    ['Dune v5 stems.zip', 'Dune v5.wav'],
  ])('is one for %s and %s', (one, other) => expect(keyOf(one)).toBe(keyOf(other)));

  it.each([
    ['Dune v1.wav', 'Dune Instrumental v1.wav'],
    ['Dune v1.wav', 'Dune (Kaito Remix) v1.wav'],
    ['Dune.wav', 'Dunes.wav'],
  ])('differs for %s and %s', (one, other) => expect(keyOf(one)).not.toBe(keyOf(other)));

  it('is the key of the name that the cut gets', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(stackKey(readSongName(cutNameOfSong(readSongName(name))))).toBe(keyOf(name));
      }),
      runs,
    );
  });

  it('names a cut by its title and alternate', () => {
    expect(cutNameOfSong({ title: 'Dune', alternate: null })).toBe('Dune');
    expect(cutNameOfSong({ title: 'Dune', alternate: 'instrumental, tv' })).toBe('Dune (Instrumental, TV)');
    expect(cutNameOfSong({ title: 'Dune', alternate: 'radio edit' })).toBe('Dune (Radio Edit)');
  });
});
