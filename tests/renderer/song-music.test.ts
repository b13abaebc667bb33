import { describe, expect, it } from 'vitest';
import { fieldsOf, readMusic } from '../../renderer/features/cuts/music-form.ts';
import { barAt, musicOf, sectionAt } from '../../renderer/platform/song-music.ts';
import { heroText } from '../../renderer/text/hero.ts';

const audio = { durationSeconds: 60, sampleRate: 48_000, channels: 2, bitDepth: 24 };

describe('the music of a version', () => {
  it('is what the band entered, else what its file states, else what its name says', () => {
    const file = { name: 'Dune 90bpm Am.wav', audio: { ...audio, music: { tempo: 120 } } };
    expect(musicOf({}, { name: file.name, audio })).toEqual({ tempo: 90, key: 'A minor' });
    expect(musicOf({}, file)).toEqual({ tempo: 120, key: 'A minor' });
    expect(musicOf({ music: { tempo: 121 } }, file)).toEqual({ tempo: 121, key: 'A minor' });
    expect(musicOf({}, { name: 'Dune.wav', audio })).toEqual({});
  });

  it('has bars and beats from the start, and sections until the next one', () => {
    expect([0, 0.5, 1.999, 2, 104.5].map((seconds) => barAt(seconds, 120))).toEqual([
      '1.1',
      '1.2',
      '1.4',
      '2.1',
      '53.2',
    ]);
    const sections = [
      { name: 'Verse', from: 10 },
      { name: 'Chorus', from: 30 },
    ];
    expect([5, 10, 29.9, 99].map((seconds) => sectionAt(sections, seconds))).toEqual([
      null,
      'Verse',
      'Verse',
      'Chorus',
    ]);
    expect(heroText.looped(96, 112, 120)).toBe('1:36–1:52 · 8 bars');
    expect(heroText.looped(96, 112, undefined)).toBe('1:36–1:52');
  });
});

describe('the form of tempo, key and sections', () => {
  const read = (fields: Partial<ReturnType<typeof fieldsOf>>) =>
    readMusic({ tempo: '', key: '', sections: '', ...fields });

  it('reads back what it shows', () => {
    const music = { tempo: 92.5, key: 'F# minor', sections: [{ name: 'Verse 1', from: 12.5 }] };
    expect(readMusic(fieldsOf(music))).toEqual({ music });
    expect(readMusic(fieldsOf({}))).toEqual({ music: {} });
  });

  it.each([
    ['am', 'A minor'],
    ['Bb', 'Bb major'],
    ['f♯ MIN', 'F# minor'],
    ['C major', 'C major'],
  ])('understands %s', (typed, key) => {
    expect(read({ key: typed })).toEqual({ music: { key } });
  });

  it('sorts sections by their time', () => {
    expect(read({ sections: '1:00 Chorus\n\n0:10 Verse' })).toEqual({
      music: {
        sections: [
          { name: 'Verse', from: 10 },
          { name: 'Chorus', from: 60 },
        ],
      },
    });
  });

  it('says in a sentence what it can’t read', () => {
    expect(read({ tempo: 'fast' })).toMatchObject({ error: expect.stringContaining('tempo') });
    expect(read({ tempo: '5' })).toMatchObject({ error: expect.stringContaining('20 to 400') });
    expect(read({ key: 'H moll' })).toMatchObject({ error: expect.stringContaining('key') });
    expect(read({ sections: 'Chorus' })).toEqual({ error: 'This line needs a time and a name: Chorus' });
    const many = Array.from({ length: 65 }, (_, index) => `${index} Part`).join('\n');
    expect(read({ sections: many })).toMatchObject({ error: expect.stringContaining('64') });
  });
});
