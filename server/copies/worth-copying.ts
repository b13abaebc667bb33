import { opusBitRate } from '../../audio/encoding/encode-opus.ts';
import type { AudioFacts } from '../../protocol/wire/file.ts';

/** Why a file has no compressed copy. */
export type NoCopy = 'small' | 'long' | 'unreadable' | 'damaged' | 'costly';

/** Longer ones would keep a processor busy for minutes. */
export const longestSeconds = 3 * 60 * 60;

/** Smaller ones come quickly over any connection. */
const smallBytes = 512 * 1024;

/** About the size of a copy, in bytes. */
export const sizeOfCopy = (seconds: number) => (seconds * opusBitRate) / 8;

/** A file's own facts; `audio` is JSON of `AudioFacts`. */
export type Copied = { size: number; audio: string | null };

/** Null for a file whose copy would be less than half as large. */
export function refuseCopy({ size, audio }: Copied): NoCopy | null {
  if (size < smallBytes) return 'small';
  if (audio === null) return 'unreadable';
  const { durationSeconds }: AudioFacts = JSON.parse(audio);
  if (durationSeconds > longestSeconds) return 'long';
  return 2 * sizeOfCopy(durationSeconds) > size ? 'small' : null;
}
