import { type ReadableBytes, viewOf } from '../../audio/bytes.ts';
import { openWave } from '../../audio/wave-chunks.ts';
import type { AudioFacts } from '../../protocol/wire/file.ts';

/**
 * Facts of WAV, RF64, BW64 and W64 from the `fmt ` chunk and the length of the data, for any codec. If a program left
 * the length open (0, or all ones without `ds64`) or it exceeds the file, the data is taken to reach the file's end.
 * Null if the chunks don't say enough.
 */
export async function readWaveFacts(file: ReadableBytes): Promise<AudioFacts | null> {
  const wave = await openWave(file);
  if (!wave) return null;
  let format: Uint8Array | undefined;
  for await (const { name, start, size } of wave.chunks) {
    if (name === 'fmt ') format = await file.read(start, Math.min(size, 40));
    if (name !== 'data') continue;
    const rest = file.size - start;
    return toFacts(format, size > 0 ? Math.min(size, rest) : rest);
  }
  return null;
}

function toFacts(format: Uint8Array | undefined, dataBytes: number): AudioFacts | null {
  if (!format || format.length < 16) return null;
  const view = viewOf(format);
  const bytesPerSecond = view.getUint32(8, true);
  if (bytesPerSecond === 0) return null;
  const isExtensible = view.getUint16(0, true) === 0xfffe && format.length >= 20;
  // A 24-bit sample may take 32 bits.
  const bitDepth = (isExtensible && view.getUint16(18, true)) || view.getUint16(14, true);
  return {
    durationSeconds: dataBytes / bytesPerSecond,
    sampleRate: view.getUint32(4, true),
    channels: view.getUint16(2, true),
    bitDepth: bitDepth || null,
  };
}
