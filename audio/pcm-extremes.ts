import { viewOf } from './bytes.ts';
import type { SampleFormat } from './pcm-format.ts';
import type { Extremes } from './peak-meter.ts';
import { sampleReader } from './sample-reader.ts';

/**
 * Lowest and highest of the samples in `bytes` from one to before another, counted over all channels. The formats that
 * DAWs write have loops of their own: this is where the time goes, and whole numbers are compared much faster.
 */
export function pcmExtremes(
  bytes: Uint8Array,
  format: SampleFormat,
): (first: number, last: number) => Extremes {
  if (format.kind === 'integer' && format.littleEndian) {
    if (format.bytes === 2) return (first, last) => extremes16(bytes, first, last);
    if (format.bytes === 3) return (first, last) => extremes24(bytes, first, last);
  }
  const sampleAt = sampleReader(bytes, format);
  const room = format.bytes;
  return (first, last) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let at = first * room; at < last * room; at += room) {
      const value = sampleAt(at);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return { low, high };
  };
}

function extremes16(bytes: Uint8Array, first: number, last: number): Extremes {
  const view = viewOf(bytes);
  let low = 0x7fff;
  let high = -0x8000;
  for (let at = 2 * first; at < 2 * last; at += 2) {
    const value = view.getInt16(at, true);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low: low / 2 ** 15, high: high / 2 ** 15 };
}

function extremes24(bytes: Uint8Array, first: number, last: number): Extremes {
  let low = 0x7fff_ffff;
  let high = -0x8000_0000;
  for (let at = 3 * first; at < 3 * last; at += 3) {
    const value =
      ((bytes[at + 2] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at] as number) << 8);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low: low / 2 ** 31, high: high / 2 ** 31 };
}
