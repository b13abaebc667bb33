import type { Loudness } from '../../../protocol/wire/file.ts';

/**
 * How a streaming service plays a song on its own, with its default settings: at `target` LUFS. `raisesTo` is the true
 * peak in dBTP up to which it turns a quieter song up; null if it only turns songs down.
 *
 * Spotify: its help page “Loudness normalization”. Tidal and YouTube: what they told, and what they show in their players.
 * Apple Music: Sound Check, which Apple describes without a figure; −16 LUFS is measured.
 */
export type Service = {
  id: 'spotify' | 'apple-music' | 'youtube' | 'tidal';
  target: number;
  raisesTo: number | null;
};

export const services: readonly Service[] = [
  { id: 'spotify', target: -14, raisesTo: -1 },
  { id: 'apple-music', target: -16, raisesTo: -1 },
  { id: 'youtube', target: -14, raisesTo: null },
  { id: 'tidal', target: -14, raisesTo: null },
];

/** `gain` in dB, `integrated` in LUFS and `truePeak` in dBTP as the song is played. */
export type Playback = {
  gain: number;
  integrated: number;
  truePeak: number | null;
  /** Why a song that is quieter than the target isn't turned up all the way. */
  staysQuieter: 'peaks' | 'never-raised' | null;
};

/** Null for silence. */
export function playbackOn({ target, raisesTo }: Service, loudness: Loudness): Playback | null {
  const { integrated, truePeak } = loudness;
  if (integrated === null) return null;
  const wanted = target - integrated;
  const headroom = raisesTo === null || truePeak === null ? 0 : Math.max(0, raisesTo - truePeak);
  const gain = Math.min(wanted, headroom);
  return {
    gain,
    integrated: integrated + gain,
    truePeak: truePeak === null ? null : truePeak + gain,
    staysQuieter: wanted - gain < 0.05 ? null : raisesTo === null ? 'never-raised' : 'peaks',
  };
}
