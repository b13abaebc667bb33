import { type ReadableBytes, readExactly, textOf, viewOf } from './bytes.ts';
import { maximumChunks, type PcmLayout } from './pcm-format.ts';

/** A chunk's content, in bytes from the start of the file. `size` is what the file claims, true or not. */
export type Chunk = { name: string; start: number; size: number };

const unknownSize = 0xffff_ffff;

const containers: Record<string, PcmLayout['container']> = {
  RIFF: 'riff',
  RF64: 'rf64',
  BW64: 'rf64',
  riff: 'w64',
};

/**
 * The chunks of a WAVE, in order: RIFF (Microsoft), RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088), and Sony's W64. Null
 * for any other file.
 */
export async function openWave(
  file: ReadableBytes,
): Promise<{ container: PcmLayout['container']; chunks: AsyncGenerator<Chunk> } | null> {
  const container = containers[textOf(await file.read(0, 4))];
  if (!container) return null;
  const formType = textOf(await file.read(container === 'w64' ? 24 : 8, 4));
  if (formType.toUpperCase() !== 'WAVE') return null;
  return { container, chunks: container === 'w64' ? wave64Chunks(file) : riffChunks(file) };
}

/** Four letters, four bytes of length, content padded to an even length. `ds64` holds lengths that don't fit. */
async function* riffChunks(file: ReadableBytes): AsyncGenerator<Chunk> {
  let dataBytes = 0;
  let at = 12;
  for (let count = 0; count < maximumChunks && at + 8 <= file.size; count++) {
    const header = await readExactly(file, at, 8);
    if (!header) return;
    const name = textOf(header, 0, 4);
    const declared = viewOf(header).getUint32(4, true);
    if (name === 'ds64' && declared >= 16) {
      const sizes = await readExactly(file, at + 8, 16);
      if (sizes) dataBytes = Number(viewOf(sizes).getBigUint64(8, true));
    }
    const size = name === 'data' && declared === unknownSize ? dataBytes : declared;
    yield { name, start: at + 8, size };
    at += 8 + size + (size % 2);
  }
}

/** A 16-byte name that begins with the letters, eight bytes of length that include this header, padded to eight. */
async function* wave64Chunks(file: ReadableBytes): AsyncGenerator<Chunk> {
  let at = 40;
  for (let count = 0; count < maximumChunks && at + 24 <= file.size; count++) {
    const header = await readExactly(file, at, 24);
    if (!header) return;
    const size = Math.max(Number(viewOf(header).getBigUint64(16, true)) - 24, 0);
    yield { name: textOf(header, 0, 4), start: at + 24, size };
    at += 24 + Math.ceil(size / 8) * 8;
  }
}
