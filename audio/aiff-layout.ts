import { type ReadableBytes, readExactly, textOf, viewOf } from './bytes.ts';
import { integerBytes, maximumChunks, type PcmLayout, type SampleFormat } from './pcm-format.ts';

type Common = Pick<PcmLayout, 'format' | 'bitDepth' | 'channels' | 'sampleRate'> & { frames: number };

/** Apple's AIFF 1.3 and AIFF-C: big-endian chunks; samples may be little-endian (`sowt`) or floats. */
export async function readAiffLayout(file: ReadableBytes): Promise<PcmLayout | null> {
  const formType = textOf(await file.read(8, 4));
  if (formType !== 'AIFF' && formType !== 'AIFC') return null;
  let common: Common | null = null;
  let sound: { start: number; size: number } | null = null;
  let at = 12;
  for (let count = 0; count < maximumChunks && at + 8 <= file.size && !(common && sound); count++) {
    const header = await readExactly(file, at, 8);
    if (!header) return null;
    const name = textOf(header, 0, 4);
    const size = viewOf(header).getUint32(4);
    if (name === 'COMM') {
      common = readCommon(await file.read(at + 8, Math.min(size, 22)), formType === 'AIFC');
      if (!common) return null;
    }
    if (name === 'SSND') {
      // The samples follow a number of bytes to skip, and a block size that nobody uses.
      const offset = await readExactly(file, at + 8, 4);
      const skip = offset ? 8 + viewOf(offset).getUint32(0) : 8;
      sound = { start: at + 8 + skip, size: size > skip ? size - skip : 0 };
    }
    at += 8 + size + (size % 2);
  }
  if (!common || !sound) return null;
  const { frames, ...described } = common;
  const counted = frames * described.format.bytes * described.channels;
  // A program that was interrupted may have left either of the two at zero.
  const declared = [counted, sound.size].filter((bytes) => bytes > 0);
  const dataBytes = declared.length > 0 ? Math.min(...declared) : file.size - sound.start;
  return { container: 'aiff', ...described, dataStart: sound.start, dataBytes };
}

function readCommon(bytes: Uint8Array, isCompressible: boolean): Common | null {
  if (bytes.length < (isCompressible ? 22 : 18)) return null;
  const view = viewOf(bytes);
  const bitDepth = view.getUint16(6);
  const format = sampleFormat(isCompressible ? textOf(bytes, 18, 22) : 'NONE', bitDepth);
  if (!format) return null;
  return {
    format,
    bitDepth: format.kind === 'float' ? format.bytes * 8 : bitDepth,
    channels: view.getUint16(0),
    sampleRate: readExtended(view, 8),
    frames: view.getUint32(2),
  };
}

function sampleFormat(compression: string, bits: number): SampleFormat | null {
  switch (compression) {
    case 'fl32':
    case 'FL32':
      return { kind: 'float', bytes: 4, littleEndian: false };
    case 'fl64':
    case 'FL64':
      return { kind: 'float', bytes: 8, littleEndian: false };
    case 'raw ':
      return bits <= 8 ? { kind: 'unsigned', bytes: 1, littleEndian: false } : null;
    case 'NONE':
    case 'twos':
    case 'sowt':
    case 'in24':
    case 'in32': {
      const fixed = { in24: 24, in32: 32 }[compression as string] ?? bits;
      const bytes = integerBytes(fixed);
      return bytes && { kind: 'integer', bytes, littleEndian: compression === 'sowt' };
    }
    default:
      return null;
  }
}

/** The sample rate is an 80-bit float: sign and exponent in two bytes, then the mantissa with its leading one. */
function readExtended(view: DataView, at: number): number {
  const exponent = view.getUint16(at) & 0x7fff;
  const value = Number(view.getBigUint64(at + 2)) * 2 ** (exponent - 16_383 - 63);
  return Number.isFinite(value) ? Math.round(value) : 0;
}
