import { readMusicInText } from '../../common/music-in-text.ts';
import { type AudioFacts, audioFactsSchema } from '../../protocol/wire/file.ts';
import { musicSchema } from '../../protocol/wire/music.ts';
import type { WaveFacts } from './wave-facts.ts';

/** Null if a container claims something that can't be. */
export function toAudioFacts(facts: unknown): AudioFacts | null {
  const parsed = audioFactsSchema.safeParse(facts);
  return parsed.success ? parsed.data : null;
}

/** The facts of the chunks, and of the text in them. `music` is absent if there is none, or if it can't be. */
export function audioOfWave(found: WaveFacts | null): AudioFacts | null {
  if (!found) return null;
  const { music, ...facts } = found;
  const { description, ...stated } = music;
  const parsed = musicSchema.safeParse({ ...readMusicInText(description ?? ''), ...stated });
  const isThere = parsed.success && Object.keys(parsed.data).length > 0;
  return toAudioFacts({ ...facts, ...(isThere && { music: parsed.data }) });
}
