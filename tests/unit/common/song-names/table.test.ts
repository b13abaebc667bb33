import { describe, expect, it } from 'vitest';
import { readSongName } from '../../../../common/song-names/read-song-name.ts';

/** File name, title, label, alternate. */
type Row = [name: string, title: string, label?: string | null, alternate?: string | null];

describe('title, label and alternate', () => {
  it.each<Row>([
    ['Dune.wav', 'Dune'],
    ['Dune - 120bpm - Am.wav', 'Dune'],
    ['Dune 2026-03-01.wav', 'Dune'],
    ['Dune 20260301 1432.wav', 'Dune'],
    ['Dune - Copy (3).wav', 'Dune'],
    ['Dune v2.wav', 'Dune', 'v2'],
    ['03 - Dune v2.wav', 'Dune', 'v2'],
    ['260301 Dune v2.wav', 'Dune', 'v2'],
    ['Dune mix 6_revised master_v2_09-02_44k.wav', 'Dune', 'mix 6 master v2'],
    ['Dune (A Cappella) mix 2.wav', 'Dune', 'mix 2', 'acapella'],
    ['Dune v5 no lead vox.wav', 'Dune', 'v5', 'no lead'],
    ['Dune v2 FINAL_final(1).wav', 'Dune', 'v2 final'],
    ['Dune - Mix 3.wav', 'Dune', 'mix 3'],
    ['Dune_128_F#m_v4.mp3', 'Dune', 'v4'],
    ['Dune v4 louder.wav', 'Dune', 'v4'],
    ['Dune-01.wav', 'Dune', '01'],
    ['AtTheBeach036D1.WAV', 'AtTheBeach', '036 D1'],
    ['Dune take 4.wav', 'Dune', 'take 4'],
    ['Dune rough.wav', 'Dune', 'rough'],
    ['Dune premaster 24bit 48k.wav', 'Dune', 'premaster'],
    ['Dune-demo V2.mp3', 'Dune', 'demo v2'],
    ["Dune v3 (Ben's ears).wav", 'Dune', 'v3'],
    ['Dune v2.1b.wav', 'Dune', 'v2.1b'],
    ['Dune Instrumental v2.wav', 'Dune', 'v2', 'instrumental'],
    ['Dune v2 inst.wav', 'Dune', 'v2', 'instrumental'],
    ['Dune Main Inst V1.wav', 'Dune', 'v1', 'instrumental'],
    ['Dune_Acapella.wav', 'Dune', null, 'acapella'],
    ['Dune TV Mix.wav', 'Dune', null, 'tv'],
    ['Dune TV v3.wav', 'Dune', 'v3', 'tv'],
    ['Dune (Explicit) v1.wav', 'Dune', 'v1', 'explicit'],
    ['Dune Radio Edit v2.wav', 'Dune', 'v2', 'radio edit'],
    ['Dune (Kaito Remix) v2.wav', 'Dune (Kaito Remix)', 'v2'],
    ['Mix 2.wav', 'Mix 2'],
    ['v3.wav', 'v3'],
    ['Blink 182.wav', 'Blink 182'],
    ['I Am.wav', 'I Am'],
    ['Clean.wav', 'Clean'],
    ['99 Problems v2.wav', '99 Problems', 'v2'],
    ['Master of None mix 1.wav', 'Master of None', 'mix 1'],
    ['Drum Bass Vocal v2.wav', 'Drum Bass Vocal', 'v2'],
    ['ドラム v2 インスト.wav', 'ドラム', 'v2', 'instrumental'],
  ])('%s → %s · %s · %s', (name, title, label = null, alternate = null) =>
    expect(readSongName(name)).toMatchObject({ title, label, alternate, isStem: false }),
  );

  it.each<Row>([
    ['Sunset Groove v1.wav', 'Sunset Groove', 'v1'],
    ['Sunset Groove v2 louder.wav', 'Sunset Groove', 'v2'],
    ['Sunset Groove (instrumental) v2.wav', 'Sunset Groove', 'v2', 'instrumental'],
    ['sunset_groove_FINAL_2.wav', 'sunset groove', 'final 2'],
    ['Sunset Groove 120bpm Am master.wav', 'Sunset Groove', 'master'],
    ['Sunset.Groove.v2.wav', 'Sunset.Groove', 'v2'],
    ['Sunset Groove final master v1.2b.wav', 'Sunset Groove', 'final master v1.2b'],
    ['Sunset Groove_v2_(drums up)_rough.wav', 'Sunset Groove', 'v2 rough'],
    ['Dune version 3.wav', 'Dune', 'v3'],
    ['Dune JD02.wav', 'Dune', 'JD02'],
    ['Dune new mix 4.wav', 'Dune', 'mix 4'],
    ['Dune Main V1.wav', 'Dune', 'v1'],
    ['Dune (Main Mix) v2.wav', 'Dune', 'v2'],
    ['Dune v3 (Clean Version).wav', 'Dune', 'v3', 'clean'],
    ['Dune TV Instrumental v3.wav', 'Dune', 'v3', 'instrumental, tv'],
    ['Dune Atmos.wav', 'Dune', null, 'atmos'],
    ['Dune v2 (Extended Mix).wav', 'Dune', 'v2', 'extended'],
    ['Dune [128 Am] v2.wav', 'Dune', 'v2'],
    ['Dune v2 - Copy.wav', 'Dune', 'v2'],
    ['Dune v2 copy 2.wav', 'Dune', 'v2'],
    ['Dune v2 2026-03-01_14-32.wav', 'Dune', 'v2'],
    ['01.03.2026 Dune v2.wav', 'Dune', 'v2'],
    ['02 Dune mix 2.wav', 'Dune', 'mix 2'],
    ['Dune v2 (Kaito Remix).wav', 'Dune (Kaito Remix)', 'v2'],
    ['Dune v2 feat. Ana.wav', 'Dune (feat. Ana)', 'v2'],
    ['Dune (Live) v2.wav', 'Dune (Live)', 'v2'],
    ['1. Dune v2.wav', 'Dune', 'v2'],
    ['Dune feat. Ana.wav', 'Dune (feat. Ana)'],
    ['Dune (feat. Ana).wav', 'Dune (feat. Ana)'],
    ['Dune_ft_Ana_v2.wav', 'Dune (feat. Ana)', 'v2'],
    ['Dune (Ft. Ana) v2.wav', 'Dune (feat. Ana)', 'v2'],
    ['Dune v2 ft. Ana.wav', 'Dune (feat. Ana)', 'v2'],
    ['Dune ft Ana (Kaito Remix) v2.wav', 'Dune (feat. Ana) (Kaito Remix)', 'v2'],
    ['Dune Instrumental 2.wav', 'Dune', '2', 'instrumental'],
    ['Dune (Instrumental) - 2.wav', 'Dune', '2', 'instrumental'],
    ['Dune (TV) 2.wav', 'Dune', '2', 'tv'],
    ['Dune inst2.wav', 'Dune', '2', 'instrumental'],
    ['Dune inst2 v3.wav', 'Dune', 'v3', 'instrumental'],
    ['Dune Instrumental 2 v3.wav', 'Dune', 'v3', 'instrumental'],
    ['Dune Instrumental 128.wav', 'Dune Instrumental 128'],
    ['Dune (Main).wav', 'Dune'],
    ['Dune - Main - v2.wav', 'Dune', 'v2'],
    ['Dune v2 Main.wav', 'Dune', 'v2'],
    ['Dune Main (Instrumental).wav', 'Dune', null, 'instrumental'],
    ['Dune latest Main.wav', 'Dune', 'latest'],
    ['Dune Main.wav', 'Dune', 'main'],
    ['Dune Vox Up 1dB v3.wav', 'Dune', 'v3', 'vocal up'],
    ['Dune Vox Up +1 v3.wav', 'Dune', 'v3', 'vocal up'],
    ['Dune Lead Vox Up v3.wav', 'Dune', 'v3', 'vocal up'],
    ['Dune Lead Up v3.wav', 'Dune', 'v3', 'vocal up'],
    ['Dune (Lead Vocal Down 0.5 dB) v3.wav', 'Dune', 'v3', 'vocal down'],
    ['Dune pre-master.wav', 'Dune', 'premaster'],
    ['Dune Pre Master v2.wav', 'Dune', 'premaster v2'],
    ['Dune mastered.wav', 'Dune', 'mastered'],
    ['Dune Mastered v2.wav', 'Dune', 'mastered v2'],
    ['Dune no vox v2.wav', 'Dune', 'v2', 'instrumental'],
    ['Dune 2026-03-01 at 14.32.10.wav', 'Dune'],
    ['Dune v2 2026-03-01 at 2.32.10 PM.wav', 'Dune', 'v2'],
    ['Dune -9 LUFS.wav', 'Dune'],
    ['Dune master -14.5LUFS.wav', 'Dune', 'master'],
    ["Dune (Ben's conflicted copy 2026-03-01).wav", 'Dune'],
    ["Dune v2 (Ben's MacBook Pro's conflicted copy 2026-03-01).wav", 'Dune', 'v2'],
    ['Dune v2 (conflicted copy 2026-03-01 143210).wav', 'Dune', 'v2'],
    ['Copy of Dune v2.wav', 'Dune', 'v2'],
    ['Copy of Copy of 03 Dune.wav', 'Dune'],
    ['1._Dune_v2.wav', 'Dune', 'v2'],
  ])('%s → %s · %s · %s, as on real disks', (name, title, label = null, alternate = null) =>
    expect(readSongName(name)).toMatchObject({ title, label, alternate, isStem: false }),
  );

  it.each<Row>([
    ['Mix 2 v3.wav', 'Mix 2', 'v3'],
    ['03 v2.wav', '03', 'v2'],
    ['Instrumental v2.wav', 'Instrumental', 'v2'],
    ['Henry V 2 strings.wav', 'Henry V 2 strings'],
    ['Song for Vera.wav', 'Song for Vera'],
    ['Carbon Copy.wav', 'Carbon Copy'],
    ['Copy of v2.wav', 'Copy of', 'v2'],
    ['Perfect copy of Dune.wav', 'Perfect copy of Dune'],
    ['Conflicted Copy.wav', 'Conflicted Copy'],
    ["(Ben's conflicted copy 2026-03-01).wav", "(Ben's conflicted copy 2026-03-01)"],
    ['No Vox.wav', 'No Vox'],
    ['Lead Up.wav', 'Lead Up'],
    ['Mastered.wav', 'Mastered'],
    ['Meet Me at 14.32.wav', 'Meet Me at 14.32'],
    ['Main.wav', 'Main'],
    ['Feat. Ana.wav', 'Feat. Ana'],
    ['No Mean Feat.wav', 'No Mean Feat'],
    ['Instrumental 2.wav', 'Instrumental 2'],
    ['Inst2.wav', 'Inst2'],
    ['Time Loop 2.wav', 'Time Loop 2'],
    ['Channel TV 2.wav', 'Channel TV 2'],
    ['Main v2.wav', 'Main', 'v2'],
    ['(Main).wav', '(Main)'],
    ['The Stem Cell.wav', 'The Stem Cell'],
    ['Mr.Blue.wav', 'Mr.Blue'],
    ['Drums stems.wav', 'Drums stems'],
    ['Drums stems - v2 - feat. Ana.wav', 'Drums stems (feat. Ana)', 'v2'],
    ['Drums stems (feat. Ana).wav', 'Drums stems (feat. Ana)'],
    ['---.wav', 'Untitled'],
    ['.wav', 'Untitled'],
  ])('leaves a title to %s', (name, title, label = null) =>
    expect(readSongName(name)).toMatchObject({ title, label, alternate: null, isStem: false }),
  );
});

describe('a stem', () => {
  it.each([
    ['Dune v5 stems.zip', 'Dune', 'v5', null],
    ['Dune_STEM_Drums.wav', 'Dune', null, 'drums'],
    ['Dune v5.L.wav', 'Dune', 'v5', 'L'],
    ['Dune v5 Lead Vox stem.wav', 'Dune', 'v5', 'lead vox'],
    ['Dune STEM Bass Loop v5.wav', 'Dune', 'v5', 'bass loop'],
    ['Dune stem drums v5 louder.wav', 'Dune', 'v5', 'drums'],
  ])('%s belongs to its version', (name, title, label, part) =>
    expect(readSongName(name)).toMatchObject({ title, label, part, alternate: null, isStem: true }),
  );

  it('keeps the other alternates of its version', () =>
    expect(readSongName('Dune (Instrumental) v5 stems.zip')).toMatchObject({ alternate: 'instrumental' }));
});

describe('a free note', () => {
  it.each([
    ['Dune v4 louder.wav', 'louder'],
    ["Dune v3 (Ben's ears).wav", "Ben's ears"],
    ['Sunset_Groove_v2_(drums_up)_rough.wav', 'drums up'],
    ['Dune v4 -2dB.wav', '-2dB'],
    ['Dune v4 vox up 1dB.wav', '1dB'],
    ['Dune v4 clean up the master bus.wav', 'clean up the master bus'],
    ['Dune v4 louder (more bass).wav', 'louder, more bass'],
    ['Dune v4 louder instrumental.wav', 'louder'],
    ['Dune v2 final.wav', null],
    ['Dune mix 2 louder.wav', null],
  ])('%s → %s', (name, note) => expect(readSongName(name).note).toBe(note));
});

describe('certainty', () => {
  it.each([
    ['Dune.wav', true],
    ['Dune v2.wav', true],
    ['Dune rough mix.wav', true],
    ['Dune (Instrumental) rough.wav', true],
    ['Dune 02.wav', false],
    ['Dune Main.wav', false],
    ['Spanish Main.wav', false],
    ['Artist - Main.wav', false],
    ['Dune (Main).wav', true],
    ['Dune Main Mix.wav', true],
    ['Dune rough.wav', false],
    ['Sunset Groove 120bpm Am master.wav', false],
  ])('%s: %s', (name, isCertain) => expect(readSongName(name).isCertain).toBe(isCertain));
});

describe("a folder's title words", () => {
  it.each([
    ['Dune XL v2.wav', 'XL', 'Dune XL', 'v2'],
    ['Dune v2 XL.wav', 'xl', 'Dune XL', 'v2'],
    ['Dune Rough Cut.wav', 'rough cut', 'Dune Rough Cut', null],
    ['Time Loop v2.wav', 'Loop', 'Time Loop', 'v2'],
    ['Dune 02 v3.wav', '02', 'Dune 02', 'v3'],
  ])('%s with %s → %s · %s', (name, word, title, label) =>
    expect(readSongName(name, [word])).toMatchObject({ title, label, alternate: null, note: null }),
  );
});
