import { viewOf } from './bytes.ts';
import type { SampleFormat } from './pcm-format.ts';

const fullScale = 2 ** 31;

/**
 * The value of the sample at byte `at`, full scale = ±1. Floats may exceed it; NaN and infinity count as silence. A
 * sample with fewer bits than its bytes hold has them at the upper end (as RIFF and AIFF specify).
 */
export type SampleReader = (at: number) => number;

/** A reader for all samples in `bytes`. */
export function sampleReader(
  bytes: Uint8Array,
  { kind, bytes: width, littleEndian }: SampleFormat,
): SampleReader {
  const view = viewOf(bytes);
  if (kind === 'float') {
    const read =
      width === 4
        ? (at: number) => view.getFloat32(at, littleEndian)
        : (at: number) => view.getFloat64(at, littleEndian);
    return (at) => {
      const value = read(at);
      return Number.isFinite(value) ? value : 0;
    };
  }
  if (kind === 'unsigned') return (at) => (view.getUint8(at) - 128) / 128;
  switch (width) {
    case 1:
      return (at) => view.getInt8(at) / 128;
    case 2:
      return (at) => view.getInt16(at, littleEndian) / 32_768;
    case 3: {
      const [low, middle, high] = littleEndian ? [0, 1, 2] : [2, 1, 0];
      return (at) =>
        ((view.getUint8(at + high) << 24) |
          (view.getUint8(at + middle) << 16) |
          (view.getUint8(at + low) << 8)) /
        fullScale;
    }
    default:
      return (at) => view.getInt32(at, littleEndian) / fullScale;
  }
}
