import { readAiffLayout } from './aiff-layout.ts';
import { type ReadableBytes, textOf } from './bytes.ts';
import type { PcmLayout } from './pcm-format.ts';
import { readWaveLayout } from './wave-layout.ts';

/** No real file exceeds these; a damaged header may claim anything. */
const maximumChannels = 64;
const maximumSampleRate = 6_144_000;

/**
 * The layout of a WAV, RF64, BW64, W64, AIFF or uncompressed AIFC; null for any other file, an incomplete header, or a
 * file without samples. If the length is open or exceeds the file, the samples are taken to reach the file's end.
 * Rejects only if `read` does.
 */
export async function readPcmLayout(file: ReadableBytes): Promise<PcmLayout | null> {
  const isAiff = textOf(await file.read(0, 4)) === 'FORM';
  const found = await (isAiff ? readAiffLayout(file) : readWaveLayout(file));
  if (!found) return null;
  const { format, channels, sampleRate, dataStart } = found;
  const frameBytes = format.bytes * channels;
  const isSane =
    channels >= 1 && channels <= maximumChannels && sampleRate >= 1 && sampleRate <= maximumSampleRate;
  if (!isSane) return null;
  const available = Math.min(found.dataBytes, file.size - dataStart);
  const dataBytes = available - (available % frameBytes);
  return dataBytes > 0 ? { ...found, dataBytes } : null;
}
