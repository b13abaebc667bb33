import type { Loudness } from '../../../protocol/wire/file.ts';

/**
 * How a streaming service plays a song on its own, with its default settings: at `target` LUFS. `raisesTo` is the true
 * peak in dBTP up to which it turns a quieter song up; null if it only turns songs down.
 *
 * Only Spotify publishes its rule. The other figures are third parties' measurements, or what a service told one of them;
 * sources and the date they were checked are in docs/decisions/0125-how-services-play.md.
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
