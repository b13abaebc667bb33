/** The known facts about a file of sound. `bitDepth` is the container's, null if the codec has none. */
export type SoundKind = { mimeType: string; bitDepth: number | null };

/** MIME types of uncompressed sound. */
const pcmTypes = new Set(['audio/wav', 'audio/x-w64', 'audio/aiff']);

/**
 * Whether the type decides that Chromium plays the file itself. It plays all supported types of compressed sound except
 * Apple Lossless, the only codec in an MP4 that has a bit depth.
 */
export function isPlayedByType({ mimeType, bitDepth }: SoundKind): boolean {
  return !pcmTypes.has(mimeType) && !(mimeType === 'audio/mp4' && bitDepth !== null);
}
