import { alacSamples } from './alac-samples.ts';
import { readAlacTrack } from './alac-track.ts';
import type { ReadableBytes } from './bytes.ts';
import { readPcmLayout } from './pcm-layout.ts';
import { isPlayable, playableWave } from './playable-wave.ts';

/** Of the types of a file, those whose samples are not compressed. */
const pcmTypes = new Set(['audio/wav', 'audio/x-w64', 'audio/aiff']);

/** What Chromium plays of a file, and what that is called. `isMade`: other bytes than the file's own. */
export type PlayableSound = { bytes: ReadableBytes; mimeType: string; isMade: boolean };

/**
 * The file itself where Chromium plays it, a WAV made of it where it doesn't (uncompressed sound in a foreign writing,
 * Apple Lossless), and null for what is no sound or none that can be played. Compressed sound is told by its type
 * alone: Chromium plays all we take but Apple Lossless, which is the one in an MP4 that has a bit depth. Rejects only
 * if `source` does.
 */
export async function playableSound(
  source: ReadableBytes,
  { mimeType, bitDepth }: { mimeType: string; bitDepth: number | null },
): Promise<PlayableSound | null> {
  const asItIs = { bytes: source, mimeType, isMade: false };
  const asWave = (bytes: ReadableBytes) => ({ bytes, mimeType: 'audio/wav', isMade: true });
  if (!mimeType.startsWith('audio/')) return null;
  if (mimeType === 'audio/mp4' && bitDepth !== null) {
    const track = await readAlacTrack(source);
    if (!track) return null;
    const { samples, layout } = alacSamples(source, track);
    return asWave(playableWave(samples, layout));
  }
  if (!pcmTypes.has(mimeType)) return asItIs;
  const layout = await readPcmLayout(source);
  if (!layout || isPlayable(layout)) return layout && asItIs;
  return asWave(playableWave(source, layout));
}
