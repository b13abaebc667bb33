import { parseFile } from 'music-metadata';
import { type AudioFacts, audioFactsSchema } from '../../protocol/wire/file.ts';
import type { SniffedType } from './sniff-type.ts';
import { readWaveFacts } from './wave-facts.ts';

/** Above this size the length of an MPEG stream is estimated from its header instead of counted frame by frame. */
const countedBytes = 64 * 1024 ** 2;

/** What the container says of the sound; null when it is no audio, or too broken to say. Never throws for content. */
export async function readAudioFacts(
  path: string,
  size: number,
  sniffed: SniffedType,
): Promise<AudioFacts | null> {
  if (sniffed.type !== 'CUT') return null;
  const isWave = sniffed.mimeType === 'audio/wav' || sniffed.mimeType === 'audio/x-w64';
  const facts = isWave ? await readWaveFacts(path) : await readOther(path, size, sniffed.mimeType);
  const parsed = audioFactsSchema.safeParse(facts);
  return parsed.success ? parsed.data : null;
}

async function readOther(path: string, size: number, mimeType: string): Promise<unknown> {
  try {
    const { format } = await parseFile(path, { duration: size <= countedBytes, skipCovers: true });
    // For AAC the container names the decoder's depth, which is not the recording's.
    const isLossyMp4 = mimeType === 'audio/mp4' && format.lossless !== true;
    return {
      durationSeconds: format.duration,
      sampleRate: format.sampleRate,
      channels: format.numberOfChannels,
      bitDepth: (isLossyMp4 ? null : format.bitsPerSample) ?? null,
    };
  } catch {
    // Damaged audio is still the band's file: it is kept as it came, only without facts.
    return null;
  }
}
