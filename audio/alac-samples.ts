import { decodeAlacPacket } from './alac-decoder.ts';
import type { AlacTrack } from './alac-track.ts';
import { type ReadableBytes, viewOf } from './bytes.ts';
import type { PcmLayout } from './pcm-format.ts';

/**
 * The samples of an Apple Lossless track, uncompressed. Packets don't depend on each other, so a read decodes only those
 * it needs. A damaged packet becomes silence of the same length.
 */
export function alacSamples(
  source: ReadableBytes,
  { config, frames, offsets, sizes }: AlacTrack,
): { samples: ReadableBytes; layout: PcmLayout } {
  const { channels, bitDepth, frameLength, sampleRate } = config;
  const bytes = bitDepth <= 16 ? 2 : bitDepth <= 24 ? 3 : 4;
  const frameBytes = channels * bytes;
  const size = frames * frameBytes;
  /** Moves a sample into the upper bits of its bytes. */
  const shift = 8 * bytes - bitDepth;

  async function decode(packet: number): Promise<Uint8Array> {
    const length = Math.min(frameLength, frames - packet * frameLength);
    const decoded = new Uint8Array(length * frameBytes);
    const planes = decodeAlacPacket(await source.read(offsets[packet] ?? 0, sizes[packet] ?? 0), config);
    if (!planes || (planes[0]?.length ?? 0) < length) return decoded;
    const view = viewOf(decoded);
    for (const [channel, plane] of planes.entries()) {
      for (let frame = 0, at = channel * bytes; frame < length; frame++, at += frameBytes) {
        const sample = (plane[frame] as number) << shift;
        if (bytes === 4) view.setInt32(at, sample, true);
        else view.setInt16(at, sample, true);
        if (bytes === 3) view.setInt8(at + 2, sample >> 16);
      }
    }
    return decoded;
  }

  const samples: ReadableBytes = {
    size,
    async read(position, wanted) {
      const end = Math.min(position + wanted, size);
      if (position >= end) return new Uint8Array(0);
      const read = new Uint8Array(end - position);
      const packetBytes = frameLength * frameBytes;
      for (let packet = Math.floor(position / packetBytes); packet * packetBytes < end; packet++) {
        const start = packet * packetBytes;
        const part = (await decode(packet)).subarray(Math.max(position - start, 0), end - start);
        read.set(part, Math.max(start - position, 0));
      }
      return read;
    },
  };
  const format = { kind: 'integer', bytes, littleEndian: true } as const;
  return {
    samples,
    layout: { container: 'riff', format, bitDepth, channels, sampleRate, dataStart: 0, dataBytes: size },
  };
}
