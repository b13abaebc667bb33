import { alacSamples } from './alac-samples.ts';
import { readAlacTrack } from './alac-track.ts';
import type { ReadableBytes } from './bytes.ts';
import { readPcmLayout } from './pcm-layout.ts';
import { isPlayable, playableWave } from './playable-wave.ts';

/** MIME types of uncompressed sound. */
const pcmTypes = new Set(['audio/wav', 'audio/x-w64', 'audio/aiff']);

/** The bytes that Chromium plays of a file, and their type. `isMade`: the bytes were converted from the file's own. */
export type PlayableSound = { bytes: ReadableBytes; mimeType: string; isMade: boolean };

/**
 * The file itself if Chromium plays it, else a WAV made from it (for uncompressed sound in a format that Chromium lacks,
 * and for Apple Lossless), or null if it isn't sound that can be played. For compressed sound the type decides: Chromium
 * plays all supported types except Apple Lossless, the only codec in an MP4 that has a bit depth. Rejects only if
 * `source` does.
 */
export async function playableSound(
  source: ReadableBytes,
  { mimeType, bitDepth }: { mimeType: string; bitDepth: number | null },
): Promise<PlayableSound | null> {
  const unchanged = { bytes: source, mimeType, isMade: false };
  const asWave = (bytes: ReadableBytes) => ({ bytes, mimeType: 'audio/wav', isMade: true });
  if (!mimeType.startsWith('audio/')) return null;
  if (mimeType === 'audio/mp4' && bitDepth !== null) {
    const track = await readAlacTrack(source);
    if (!track) return null;
    const { samples, layout } = alacSamples(source, track);
    return asWave(playableWave(samples, layout));
  }
  if (!pcmTypes.has(mimeType)) return unchanged;
  const layout = await readPcmLayout(source);
  if (!layout || isPlayable(layout)) return layout && unchanged;
  return asWave(playableWave(source, layout));
}
