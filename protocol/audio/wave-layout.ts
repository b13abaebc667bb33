import { type ReadableBytes, readExactly, textOf, viewOf } from './bytes.ts';
import { integerBytes, maximumChunks, type PcmLayout, type SampleFormat } from './pcm-format.ts';

/** Where a chunk's content lies, in bytes from the start of the file. */
type Chunk = { name: string; start: number; size: number };

const unknownSize = 0xffff_ffff;

const formatPcm = 1;
const formatFloat = 3;
const formatExtensible = 0xfffe;

const containers: Record<string, PcmLayout['container']> = {
  RIFF: 'riff',
  RF64: 'rf64',
  BW64: 'rf64',
  riff: 'w64',
};

/** RIFF (Microsoft's WAVE), RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088), and Sony's W64. */
export async function readWaveLayout(file: ReadableBytes, mark: string): Promise<PcmLayout | null> {
  const container = containers[mark];
  if (!container) return null;
  const formTypeAt = container === 'w64' ? 24 : 8;
  const formType = textOf(await file.read(formTypeAt, 4));
  if (formType.toUpperCase() !== 'WAVE') return null;
  const chunks = container === 'w64' ? wave64Chunks(file) : riffChunks(file);
  let described: Pick<PcmLayout, 'format' | 'bitDepth' | 'channels' | 'sampleRate'> | null = null;
  for await (const { name, start, size } of chunks) {
    if (name === 'fmt ') described = readFormat(await file.read(start, Math.min(size, 40)));
    if (name !== 'data') continue;
    const dataBytes = size > 0 ? size : file.size - start;
    return described && { container, ...described, dataStart: start, dataBytes };
  }
  return null;
}

function readFormat(bytes: Uint8Array) {
  if (bytes.length < 16) return null;
  const view = viewOf(bytes);
  const declared = view.getUint16(0, true);
  const isExtensible = declared === formatExtensible && bytes.length >= 26;
  const code = isExtensible ? view.getUint16(24, true) : declared;
  const channels = view.getUint16(2, true);
  const blockBytes = view.getUint16(12, true);
  // In the extensible form this is the room of a sample, and how much of it counts stands behind.
  const roomBits = view.getUint16(14, true);
  const bitDepth = (isExtensible && view.getUint16(18, true)) || roomBits;
  const format = sampleFormat(code, roomBits);
  if (!format || blockBytes !== format.bytes * channels) return null;
  return { format, bitDepth, channels, sampleRate: view.getUint32(4, true) };
}

function sampleFormat(code: number, roomBits: number): SampleFormat | null {
  if (code === formatFloat && (roomBits === 32 || roomBits === 64)) {
    return { kind: 'float', bytes: roomBits === 32 ? 4 : 8, littleEndian: true };
  }
  const bytes = integerBytes(roomBits);
  if (code !== formatPcm || bytes === null) return null;
  return { kind: bytes === 1 ? 'unsigned' : 'integer', bytes, littleEndian: true };
}

/** Four letters, four bytes of length, content padded to even. `ds64` holds the lengths that don't fit. */
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

/** Sixteen bytes of name that begin with the letters, eight of length that count themselves, padded to eight. */
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
