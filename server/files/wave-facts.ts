import { type ReadableBytes, viewOf } from '../../audio/bytes.ts';
import { openWave } from '../../audio/wave-chunks.ts';
import { createWaveMusicReader, type WaveMusic } from '../../audio/wave-music.ts';
import type { AudioFacts } from '../../protocol/wire/file.ts';

/** The facts in the chunks of a WAVE, unchecked. */
export type WaveFacts = Omit<AudioFacts, 'music'> & { music: WaveMusic };

/**
 * Facts of WAV, RF64, BW64 and W64 from the `fmt ` chunk and the length of the data, for any codec. If a program left
 * the length open (0, or all ones without `ds64`) or it exceeds the file, the data is taken to reach the file's end.
 * Null if the chunks don't say enough.
 */
export async function readWaveFacts(file: ReadableBytes): Promise<WaveFacts | null> {
  const wave = await openWave(file);
  if (!wave) return null;
  let format: Uint8Array | undefined;
  let dataBytes: number | null = null;
  const reader = createWaveMusicReader(file);
  for await (const chunk of wave.chunks) {
    const { name, start, size } = chunk;
    if (name === 'fmt ') format ??= await file.read(start, Math.min(size, 40));
    else if (name === 'data') {
      const rest = file.size - start;
      dataBytes ??= size > 0 ? Math.min(size, rest) : rest;
      // A length that was left open says nothing about what follows.
      if (size === 0 || size > rest) break;
    } else await reader.take(chunk);
  }
  const facts = dataBytes === null ? null : toFacts(format, dataBytes);
  return facts && { ...facts, music: reader.finish(facts.sampleRate) };
}

function toFacts(format: Uint8Array | undefined, dataBytes: number): Omit<WaveFacts, 'music'> | null {
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
