import type { ReadableBytes } from '../bytes.ts';
import { readPcmLayout } from '../pcm-layout.ts';
import { type Playing, playedBytes, readPlaying } from '../playable-sound.ts';
import type { SoundKind } from '../sound-kind.ts';
import { readSoundSeconds } from '../sound-seconds.ts';
import { addCues } from '../wave-cues.ts';

/** A file of sound by its content: the same hash is the same file. */
export type KnownSound = SoundKind & { sha256: string };

/** A player asks for one piece after the other. The tables of Apple Lossless take up to 12 MB each. */
const mostKept = 4;

/** The readers of sounds, for `answerReadings`. */
export function createSoundReaders() {
  /** By hash and kind, the last used one last. */
  const kept = new Map<string, Playing | null>();

  async function findPlaying(file: ReadableBytes, { sha256, ...sound }: KnownSound): Promise<Playing | null> {
    const key = `${sha256} ${sound.mimeType} ${sound.bitDepth}`;
    const known = kept.get(key);
    const playing = known === undefined ? await readPlaying(file, sound) : known;
    kept.delete(key);
    kept.set(key, playing);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return playing;
  }

  return {
    /** The size of the WAV that is played instead of a file, null if that is the file itself; undefined if nothing can be played. */
    async playedSize(file: ReadableBytes, sound: KnownSound): Promise<number | null | undefined> {
      const playing = await findPlaying(file, sound);
      if (!playing) return undefined;
      return playing.kind === 'file' ? null : playedBytes(file, playing).size;
    },
    /** A part of that WAV. */
    async played(
      file: ReadableBytes,
      { sound, position, length }: { sound: KnownSound; position: number; length: number },
    ): Promise<Uint8Array> {
      const playing = await findPlaying(file, sound);
      return playing ? playedBytes(file, playing).read(position, length) : new Uint8Array(0);
    },
    sampleRate: async (file: ReadableBytes) => (await readPcmLayout(file))?.sampleRate ?? null,
    seconds: readSoundSeconds,
    addCues,
  };
}

export type SoundReaders = ReturnType<typeof createSoundReaders>;
