import { alacSamples } from './alac-samples.ts';
import { type AlacTrack, readAlacTrack } from './alac-track.ts';
import type { ReadableBytes } from './bytes.ts';
import type { PcmLayout } from './pcm-format.ts';
import { readPcmLayout } from './pcm-layout.ts';
import { isPlayable, playableWave } from './playable-wave.ts';
import { isPlayedByType, type SoundKind } from './sound-kind.ts';

/** The bytes that Chromium plays: the file itself, or a WAV made from its samples. */
export type Playing =
  | { kind: 'file' }
  | { kind: 'pcm'; layout: PcmLayout }
  | { kind: 'alac'; track: AlacTrack };

/** Null if it isn't sound that can be played. Rejects only if `source` does. */
export async function readPlaying(source: ReadableBytes, sound: SoundKind): Promise<Playing | null> {
  if (isPlayedByType(sound)) return { kind: 'file' };
  if (sound.mimeType === 'audio/mp4') {
    const track = await readAlacTrack(source);
    return track && { kind: 'alac', track };
  }
  const layout = await readPcmLayout(source);
  if (!layout) return null;
  return isPlayable(layout) ? { kind: 'file' } : { kind: 'pcm', layout };
}

/** The bytes that are played. */
export function playedBytes(source: ReadableBytes, playing: Playing): ReadableBytes {
  if (playing.kind === 'file') return source;
  if (playing.kind === 'pcm') return playableWave(source, playing.layout);
  const { samples, layout } = alacSamples(source, playing.track);
  return playableWave(samples, layout);
}
