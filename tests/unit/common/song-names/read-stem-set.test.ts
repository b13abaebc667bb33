import { describe, expect, it } from 'vitest';
import { readStemSet, type SetFile } from '../../../../common/song-names/read-stem-set.ts';

const at = (path: string, seconds: number | null = 180): SetFile => {
  const folders = path.split('/');
  return { name: folders.pop() ?? '', folders, seconds };
};

/** `title · label · part` of each stem; null for what stays as its own name says. */
function read(files: SetFile[], title: string | null = null): (string | null)[] {
  return readStemSet(files, title).map(
    (song) => song && [song.title, song.alternate, song.label, song.part].filter(Boolean).join(' · '),
  );
}

describe('a folder of stems', () => {
  it('gives its song, alternate and label to the files in it', () => {
    expect(read([at('Dune v5 stems/Drums.wav'), at('Dune v5 stems/Lead Vox.wav', 12)])).toEqual([
      ...['Dune · v5 · drums', 'Dune · v5 · lead vox'],
    ]);
    expect(read([at('Dune (Instrumental) v2 Stems/01 Bass.wav')])).toEqual([
      'Dune · instrumental · v2 · bass',
    ]);
  });

  it('takes the song from the folder around it, if it is only called stems', () => {
    for (const folder of [
      'Stems',
      'stems 24bit',
      '02_STEMS',
      'Multitracks',
      'Multi-Tracks 48k',
      'Trackouts',
    ]) {
      expect(read([at(`Dune v3/${folder}/Kick.wav`)]), folder).toEqual(['Dune · v3 · kick']);
    }
  });

  it('takes it from the place of the drop or from the names, if there is no folder around it', () => {
    expect(read([at('Stems/Kick.wav')], 'Dune')).toEqual(['Dune · kick']);
    expect(read([at('Stems/Dune - Kick.wav'), at('Stems/Dune - Bass.wav', 3)])).toEqual([
      ...['Dune · kick', 'Dune · bass'],
    ]);
    expect(read([at('Stems/Kick.wav'), at('Stems/Bass.wav')])).toEqual(['Stems · kick', 'Stems · bass']);
  });

  it('may hold the mix, archives and files with a part in their name', () => {
    expect(
      read([
        at('Dune v5 stems/Dune v5.wav'),
        at('Dune v5 stems/Dune_STEM_Drums.wav'),
        at('Dune v5 stems/everything.zip', null),
      ]),
    ).toEqual([null, 'Dune · v5 · drums', 'Dune · v5 · everything']);
  });

  it('is only the innermost one', () => {
    expect(read([at('Stems/old/Kick.wav')])).toEqual([null]);
  });
});

describe('files of equal length', () => {
  const three = ['Drums.wav', 'Bass.wav', 'Vox.wav'];

  it('are stems of their folder’s song, or of the place they are dropped on', () => {
    expect(read(three.map((name) => at(`Dune v4/${name}`)))).toEqual([
      ...['Dune · v4 · drums', 'Dune · v4 · bass', 'Dune · v4 · vox'],
    ]);
    expect(
      read(
        three.map((name) => at(name)),
        'Dune',
      ),
    ).toEqual(['Dune · drums', 'Dune · bass', 'Dune · vox']);
  });

  it('are stems of the song that their names begin with, if the rest are instruments', () => {
    expect(
      read(['Dune Drums.wav', 'Dune Bass DI.wav', 'Dune - Lead Vox.wav'].map((name) => at(name))),
    ).toEqual([...['Dune · drums', 'Dune · bass di', 'Dune · lead vox']]);
    expect(read(['Dune East.wav', 'Dune West.wav', 'Dune North.wav'].map((name) => at(name)))).toEqual([
      ...[null, null, null],
    ]);
    expect(read(three.map((name) => at(name)))).toEqual([null, null, null]);
  });

  const loose = (names: string[], title: string | null = null) =>
    read(
      names.map((name) => at(name)),
      title,
    );

  it('may share a version, before or behind their parts', () => {
    const stems = ['Dune · v5 · kick', 'Dune · v5 · bass', 'Dune · v5 · lead vox', 'Dune · v5 · clap'];
    const names = ['Dune v5 Kick.wav', 'Dune_v5_Bass.wav', 'Dune v5 - Lead Vox.wav', 'Dune v5 Clap.wav'];
    for (const title of [null, 'Dune']) expect(loose(names, title)).toEqual(stems);
    expect(
      loose(['Dune Kick v5.wav', 'Dune Bass v5.wav', 'Dune Lead Vox v5.wav', 'Dune Clap v5.wav']),
    ).toEqual(stems);
    expect(loose([...names, 'Dune v5.wav'])).toEqual([...stems, null]);
    expect(read(names.map((name) => at(`Dune v5/${name}`)))).toEqual(stems);
    expect(read(names.map((name) => at(`Bounces/${name}`)))).toEqual(stems);
    expect(loose(['Kick v5.wav', 'Bass v5.wav', 'Lead Vox v5.wav'], 'Dune')).toEqual(stems.slice(0, 3));
  });

  it.each([
    ['several versions', ['Dune v5 Kick.wav', 'Dune v6 Bass.wav', 'Dune v7 Vox.wav']],
    ['notes about the mix', ['Dune v5 drums up.wav', 'Dune v5 bass louder.wav', 'Dune v5 synth +1dB.wav']],
    ['other notes', ['Dune v5 bass.wav', 'Dune v5 ana.wav', 'Dune v5 ben.wav']],
    ['songs called like instruments', ['Kick v5.wav', 'Bass v5.wav', 'Vox v5.wav']],
  ])('are none: %s', (_, names) => expect(loose(names)).toEqual(names.map(() => null)));

  it('may have parts that nobody knows, as long as most are instruments', () => {
    const parts = ['Kick', 'Snare', 'Hats', 'Bass', 'Clap'];
    const stems = parts.map((part) => `Dune · ${part.toLowerCase()}`);
    expect(loose(parts.map((part) => `Dune ${part}.wav`))).toEqual(stems);
    expect(read(parts.map((part) => at(`Bounces/Dune - ${part}.wav`)))).toEqual(stems);
    expect(loose(['Dune Bass.wav', 'Dune East.wav', 'Dune West.wav'])).toEqual([null, null, null]);
  });

  it('have neither tempo nor instruments in the title', () => {
    const names = (title: string) => ['Kick', 'Bass', 'Vox'].map((part) => `${title} ${part}.wav`);
    const stems = ['Dune · kick', 'Dune · bass', 'Dune · vox'];
    for (const title of ['Dune 120bpm', 'Dune_120bpm_Am', '03 Dune - 120bpm -']) {
      expect(loose(names(title)), title).toEqual(stems);
      expect(loose(names(title), 'Dune'), title).toEqual(stems);
    }
    expect(loose(['Dune Lead Vox.wav', 'Dune Lead Synth.wav', 'Dune Lead Gtr.wav'])).toEqual([
      ...['Dune · lead vox', 'Dune · lead synth', 'Dune · lead gtr'],
    ]);
  });

  it('are at least three, and equally long', () => {
    expect(read([at('Dune/Drums.wav'), at('Dune/Bass.wav')])).toEqual([null, null]);
    expect(read(three.map((name, index) => at(`Dune/${name}`, 180 + index)))).toEqual([null, null, null]);
    expect(read(three.map((name) => at(`Dune/${name}`, null)))).toEqual([null, null, null]);
  });

  it('leave out versions, alternates and the mix', () => {
    const mixes = ['Dune v1.wav', 'Dune v2.wav', 'Dune (Instrumental).wav', 'Dune Acapella.wav', 'Dune.wav'];
    expect(
      read(
        mixes.map((name) => at(name)),
        'Dune',
      ),
    ).toEqual(mixes.map(() => null));
    expect(read([...mixes, ...three].map((name) => at(`Dune/${name}`)))).toEqual([
      ...mixes.map(() => null),
      ...['Dune · drums', 'Dune · bass', 'Dune · vox'],
    ]);
  });
});
