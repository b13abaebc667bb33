import { type ReadableBytes, readExactly, textOf, viewOf } from './bytes.ts';
import { readPcmLayout } from './pcm-layout.ts';

/** The length of a WAV, AIFF or FLAC by its header, in seconds; null for other files, and where it doesn't say. */
export async function readSoundSeconds(file: ReadableBytes): Promise<number | null> {
  const layout = await readPcmLayout(file);
  if (layout) return layout.dataBytes / (layout.format.bytes * layout.channels) / layout.sampleRate;
  const head = await readExactly(file, 0, 26);
  if (!head || textOf(head, 0, 4) !== 'fLaC') return null;
  // STREAMINFO (RFC 9639 §8.2): 20 bits of sample rate, 3 of channels, 5 of depth, 36 of samples.
  const facts = viewOf(head).getBigUint64(18);
  const sampleRate = Number(facts >> 44n);
  const samples = Number(facts & 0xf_ffff_ffffn);
  return sampleRate > 0 && samples > 0 ? samples / sampleRate : null;
}
