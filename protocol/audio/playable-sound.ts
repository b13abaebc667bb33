import type { ReadableBytes } from './bytes.ts';
import { readPcmLayout } from './pcm-layout.ts';
import { isPlayable, playableWave } from './playable-wave.ts';

/** Of the types of a file, those whose samples are not compressed. */
const pcmTypes = new Set(['audio/wav', 'audio/x-w64', 'audio/aiff']);

/** What Chromium plays of a file, and what that is called. `isMade`: other bytes than the file's own. */
export type PlayableSound = { bytes: ReadableBytes; mimeType: string; isMade: boolean };

/**
 * The file itself where Chromium plays it, a WAV made of it where only its writing is foreign, and null for what is no
 * sound or none that can be played. Compressed sound is told by its type alone: Chromium plays all we take but ALAC,
 * which is the one in an MP4 that has a bit depth. Rejects only if `source` does.
 */
export async function playableSound(
  source: ReadableBytes,
  { mimeType, bitDepth }: { mimeType: string; bitDepth: number | null },
): Promise<PlayableSound | null> {
  const asItIs = { bytes: source, mimeType, isMade: false };
  const isAlac = mimeType === 'audio/mp4' && bitDepth !== null;
  if (!mimeType.startsWith('audio/') || isAlac) return null;
  if (!pcmTypes.has(mimeType)) return asItIs;
  const layout = await readPcmLayout(source);
  if (!layout || isPlayable(layout)) return layout && asItIs;
  return { bytes: playableWave(source, layout), mimeType: 'audio/wav', isMade: true };
}
