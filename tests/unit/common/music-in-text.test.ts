import { expect, it } from 'vitest';
import { readMusicInText } from '../../../common/music-in-text.ts';

it.each([
  ['Sunset Groove 120bpm Am v3.wav', { tempo: 120, key: 'A minor' }],
  ['Night Bus_92.5 BPM_F#min.wav', { tempo: 92.5, key: 'F# minor' }],
  ['Tide (B♭ major, 84 bpm).wav', { tempo: 84, key: 'Bb major' }],
  ['Loop 140BPM.wav', { tempo: 140 }],
  ['Am I Wrong.wav', {}],
  ['A Major Problem v2.wav', {}],
  ['Track 120 v2.wav', {}],
  ['900bpm joke.wav', {}],
  ['10bpm.wav', {}],
  ['Song 120bpm Amazing.wav', { tempo: 120 }],
])('reads %s', (name, music) => {
  expect(readMusicInText(name)).toEqual(music);
});
