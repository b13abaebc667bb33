import type { ReadableBytes } from '../bytes.ts';
import { isPlayedByType } from '../sound-kind.ts';
import type { ReadingThreads } from './reading-threads.ts';
import type { KnownSound, SoundReaders } from './sound-readers.ts';

/** The bytes that Chromium plays of a file, and their type. `isMade`: the bytes were converted from the file's own. */
export type PlayableSound = { bytes: ReadableBytes; mimeType: string; isMade: boolean };

/**
 * The file itself if Chromium plays it, else a WAV made from it in a thread (for uncompressed sound in a format that
 * Chromium lacks, and for Apple Lossless), or null if it isn't sound that can be played. Rejects as `ReadingThreads` does.
 */
export type FindPlayable = (source: ReadableBytes, sound: KnownSound) => Promise<PlayableSound | null>;

/** Every request for a part of a sound asks. */
const mostKept = 1_000;

export function createPlayableSounds(threads: Pick<ReadingThreads<SoundReaders>, 'read'>): FindPlayable {
  const kept = new Map<string, number | null | undefined>();

  async function playedSize(source: ReadableBytes, sound: KnownSound): Promise<number | null | undefined> {
    const key = `${sound.sha256} ${sound.mimeType} ${sound.bitDepth}`;
    if (kept.has(key)) return kept.get(key);
    const size = await threads.read('playedSize', source, sound);
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(key, size);
    return size;
  }

  return async (source, sound) => {
    const { mimeType } = sound;
    if (!mimeType.startsWith('audio/')) return null;
    const size = isPlayedByType(sound) ? null : await playedSize(source, sound);
    if (size === undefined) return null;
    if (size === null) return { bytes: source, mimeType, isMade: false };
    const read = (position: number, length: number) =>
      threads.read('played', source, { sound, position, length });
    return { bytes: { size, read }, mimeType: 'audio/wav', isMade: true };
  };
}
