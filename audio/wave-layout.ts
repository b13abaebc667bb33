import { type ReadableBytes, viewOf } from './bytes.ts';
import { integerBytes, type PcmLayout, type SampleFormat } from './pcm-format.ts';
import { openWave } from './wave-chunks.ts';

const formatPcm = 1;
const formatFloat = 3;
const formatExtensible = 0xfffe;

/** The layout of any kind of WAVE file, or null. */
export async function readWaveLayout(file: ReadableBytes): Promise<PcmLayout | null> {
  const opened = await openWave(file);
  if (!opened) return null;
  const { container, chunks } = opened;
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
  // In the extensible form this is the width of a sample; how many of its bits count comes later.
  const widthBits = view.getUint16(14, true);
  const bitDepth = (isExtensible && view.getUint16(18, true)) || widthBits;
  const format = sampleFormat(code, widthBits);
  if (!format || blockBytes !== format.bytes * channels) return null;
  return { format, bitDepth, channels, sampleRate: view.getUint32(4, true) };
}

function sampleFormat(code: number, widthBits: number): SampleFormat | null {
  if (code === formatFloat && (widthBits === 32 || widthBits === 64)) {
    return { kind: 'float', bytes: widthBits === 32 ? 4 : 8, littleEndian: true };
  }
  const bytes = integerBytes(widthBits);
  if (code !== formatPcm || bytes === null) return null;
  return { kind: bytes === 1 ? 'unsigned' : 'integer', bytes, littleEndian: true };
}
