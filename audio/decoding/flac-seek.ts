import { type ReadableBytes, readExactly, textOf, viewOf } from '../bytes.ts';
import { bisect, type Place } from './bisect.ts';

/** A FLAC file that can be entered in the middle. `header` is what a decoder needs before any frame. */
export type FlacMap = {
  header: Uint8Array;
  sampleRate: number;
  first: Place;
  end: Place;
  span: number;
};

type Frame = Place & { samples: number };

const streamInfoBytes = 34;
const mostBlocks = 1_000;
/** Read at each step of a search, in bytes: at least some frames. The second is for files that don't say how large. */
const leastSpan = 16 * 1024;
const usualSpan = 128 * 1024;

/** Null if it isn't a plain FLAC file that says how long it is. Rejects if `file` does. */
export async function readFlacMap(file: ReadableBytes): Promise<FlacMap | null> {
  const head = await readExactly(file, 0, 8 + streamInfoBytes);
  if (!head || textOf(head, 0, 4) !== 'fLaC' || ((head[4] ?? 0) & 0x7f) !== 0) return null;
  const view = viewOf(head);
  const rateAndTotal = view.getBigUint64(18);
  const sampleRate = Number(rateAndTotal >> 44n);
  const samples = Number(rateAndTotal & 0xf_ffff_ffffn);
  const largestFrame = view.getUint32(14) & 0xffffff;
  if (sampleRate === 0 || samples === 0) return null;
  let at = 4;
  for (let block = 0, isLast = false; !isLast; block++) {
    const found = await readExactly(file, at, 4);
    if (!found || block === mostBlocks) return null;
    isLast = ((found[0] ?? 0) & 0x80) !== 0;
    at += 4 + (viewOf(found).getUint32(0) & 0xffffff);
  }
  const header = head.slice();
  header[4] = 0x80;
  return {
    header,
    sampleRate,
    first: { at, sample: 0 },
    end: { at: file.size, sample: samples },
    span: largestFrame === 0 ? usualSpan : Math.max(leastSpan, 4 * largestFrame),
  };
}

/**
 * A frame that begins at this sample or less than a second before it, found by reading a few stretches of the file. If
 * none can be found, the first frame.
 */
export function findFlacPlace(file: ReadableBytes, map: FlacMap, sample: number): Promise<Place> {
  return bisect(file, { ...map, near: map.sampleRate }, sample, (bytes, at) => framesIn(bytes, at, map));
}

/** The frames that begin in these bytes and are followed by the next one, so that chance doesn't look like a frame. */
function framesIn(bytes: Uint8Array, position: number, map: FlacMap): Frame[] {
  const candidates: Frame[] = [];
  for (let at = 0; at + 16 <= bytes.length; at++) {
    const frame = bytes[at] === 0xff ? readFrame(bytes.subarray(at, at + 16), map) : null;
    if (frame) candidates.push({ at: position + at, ...frame });
  }
  const begins = new Set(candidates.map(({ sample }) => sample));
  return candidates.filter(({ sample, samples }) => begins.has(sample + samples));
}

/** The header of a frame (RFC 9639 §9.1), or null. */
function readFrame(bytes: Uint8Array, { header }: FlacMap): Omit<Frame, 'at'> | null {
  const [, sync = 0, sizes = 0] = bytes;
  if ((sync & 0xfe) !== 0xf8 || sizes >> 4 === 0 || (sizes & 15) === 15) return null;
  const number = readNumber(bytes, 4);
  if (!number) return null;
  let { next } = number;
  const code = sizes >> 4;
  let samples = code === 1 ? 192 : code <= 5 ? 576 << (code - 2) : 256 << (code - 8);
  if (code === 6) samples = 1 + (bytes[next++] ?? 0);
  if (code === 7) samples = 1 + ((bytes[next++] ?? 0) << 8) + (bytes[next++] ?? 0);
  const rate = sizes & 15;
  next += rate === 12 ? 1 : rate > 12 ? 2 : 0;
  if (next >= bytes.length || checksum(bytes.subarray(0, next)) !== bytes[next]) return null;
  const isVariable = (sync & 1) === 1;
  return { sample: isVariable ? number.value : number.value * viewOf(header).getUint16(8), samples };
}

/** A number as in UTF-8, of up to seven bytes. */
function readNumber(bytes: Uint8Array, at: number): { value: number; next: number } | null {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { value: first, next: at + 1 };
  const more = Math.clz32(~(first << 24)) - 1;
  if (more < 1 || more > 6) return null;
  let value = first & (0x3f >> more);
  for (let index = 1; index <= more; index++) {
    const byte = bytes[at + index] ?? 0;
    if ((byte & 0xc0) !== 0x80) return null;
    value = value * 64 + (byte & 0x3f);
  }
  return { value, next: at + 1 + more };
}

/** CRC-8 with the polynomial x⁸ + x² + x + 1. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = ((sum << 1) ^ (sum & 0x80 ? 0x07 : 0)) & 0xff;
  }
  return sum;
}
