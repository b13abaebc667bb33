import { viewOf } from './bytes.ts';
import { frameBytesOf, type PcmLayout } from './pcm-format.ts';
import { sampleReader } from './sample-reader.ts';
import type { Planes } from './samples.ts';

/**
 * Splits interleaved samples into planes, up to `maximumFrames` frames at a time. The planes belong to the reader: each
 * call overwrites them. The formats that DAWs write have loops of their own, because most of the time is spent here.
 */
export function planesReader(layout: PcmLayout, maximumFrames: number): (bytes: Uint8Array) => Planes {
  const { format, channels } = layout;
  const frameBytes = frameBytesOf(layout);
  // 32 bits hold 24-bit integers and floats exactly, and nothing wider.
  const isExact = format.bytes <= 3 || (format.kind === 'float' && format.bytes === 4);
  const full = Array.from({ length: channels }, () =>
    isExact ? new Float32Array(maximumFrames) : new Float64Array(maximumFrames),
  );
  const isDawInteger = format.kind === 'integer' && format.littleEndian;
  const fill =
    isDawInteger && format.bytes === 2 ? fill16 : isDawInteger && format.bytes === 3 ? fill24 : null;
  return (bytes) => {
    const frames = Math.floor(bytes.length / frameBytes);
    const planes = full.map((plane) => plane.subarray(0, frames));
    if (fill) {
      for (const [channel, plane] of planes.entries()) fill(bytes, plane, channel * format.bytes, frameBytes);
      return planes;
    }
    const sampleAt = sampleReader(bytes, format);
    for (const [channel, plane] of planes.entries()) {
      for (let frame = 0, at = channel * format.bytes; frame < frames; frame++, at += frameBytes) {
        plane[frame] = sampleAt(at);
      }
    }
    return planes;
  };
}

function fill16(bytes: Uint8Array, plane: Planes[number], start: number, frameBytes: number): void {
  const view = viewOf(bytes);
  for (let frame = 0, at = start; frame < plane.length; frame++, at += frameBytes) {
    plane[frame] = view.getInt16(at, true) * 2 ** -15;
  }
}

/** Reads four bytes at once and drops the highest, which is twice as fast as reading three. */
function fill24(bytes: Uint8Array, plane: Planes[number], start: number, frameBytes: number): void {
  const view = viewOf(bytes);
  const last = plane.length - 1;
  let at = start;
  for (let frame = 0; frame < last; frame++, at += frameBytes) {
    plane[frame] = (view.getInt32(at, true) << 8) * 2 ** -31;
  }
  // No byte follows the last sample.
  if (last >= 0) plane[last] = ((view.getInt16(at + 1, true) << 16) | (view.getUint8(at) << 8)) * 2 ** -31;
}
