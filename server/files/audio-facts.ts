import { parseFile } from 'music-metadata';
import type { AudioFacts } from '../../protocol/wire/file.ts';
import type { StoredBytes } from '../storage/stored-bytes.ts';
import { audioOfWave, toAudioFacts } from './checked-facts.ts';
import type { SniffedType } from './sniff-type.ts';
import { readWaveFacts } from './wave-facts.ts';

/** Above this size the length of an MPEG stream is estimated from its header instead of counted frame by frame. */
const countedBytes = 64 * 1024 ** 2;

/** The container's facts about the sound; null if it isn't audio or is too damaged. Never throws for its content. */
export async function readAudioFacts(bytes: StoredBytes, sniffed: SniffedType): Promise<AudioFacts | null> {
  if (sniffed.type !== 'CUT') return null;
  const isWave = sniffed.mimeType === 'audio/wav' || sniffed.mimeType === 'audio/x-w64';
  return isWave
    ? audioOfWave(await readWaveFacts(bytes))
    : toAudioFacts(await readOther(bytes, sniffed.mimeType));
}

async function readOther(bytes: StoredBytes, mimeType: string): Promise<unknown> {
  try {
    const options = { duration: bytes.size <= countedBytes, skipCovers: true };
    const { format } = await bytes.withLocalFile((path) => parseFile(path, options));
    // For AAC the container names the decoder's depth, which is not the recording's.
    const isLossyMp4 = mimeType === 'audio/mp4' && format.lossless !== true;
    return {
      durationSeconds: format.duration,
      sampleRate: format.sampleRate,
      channels: format.numberOfChannels,
      bitDepth: (isLossyMp4 ? null : format.bitsPerSample) ?? null,
    };
  } catch {
    // Damaged audio is still the band's file: keep it unchanged, only without facts.
    return null;
  }
}
