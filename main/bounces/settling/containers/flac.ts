import { crc8, crc16 } from './checksums.ts';
import type { ContainerVerdict, RandomAccess } from './random-access.ts';

/** Largest possible frame, if STREAMINFO does not give it: 65,535 uncompressed samples of 8 channels at 32 bits. */
const largestFrame = 65_535 * 8 * 4 + 1024;
const id3v1Bytes = 128;

/**
 * FLAC (RFC 9639) has no length of its own, but its last frame says which samples it holds. Complete: a frame with a
 * valid checksum ends where the file ends and holds the last of the samples that STREAMINFO announces.
 */
export async function judgeFlac(file: RandomAccess): Promise<ContainerVerdict> {
  const head = await file.read(0, 42);
  if (head.length < 42) return 'incomplete';
  if (((head[4] as number) & 0x7f) !== 0) return 'unknown';
  const blockSize = head.readUInt16BE(8);
  const longestBlock = head.readUInt16BE(10);
  const frameBytes = head.readUIntBE(15, 3) || largestFrame;
  const total = ((head[21] as number) & 0x0f) * 2 ** 32 + head.readUInt32BE(22);
  // An encoder that can't seek, or has not closed the file yet, leaves the total at 0.
  if (total === 0) return 'unknown';

  let end = file.size;
  if ((await file.read(end - id3v1Bytes, 3)).toString('latin1') === 'TAG') end -= id3v1Bytes;
  const start = Math.max(42, end - frameBytes);
  const tail = await file.read(start, end - start);
  for (let at = tail.length - 8; at >= 0; at--) {
    if (tail[at] !== 0xff || ((tail[at + 1] as number) & 0xfe) !== 0xf8) continue;
    const header = readFrameHeader(tail.subarray(at), blockSize === longestBlock ? blockSize : null);
    if (header && header.firstSample + header.samples === total && crc16(tail.subarray(at)) === 0)
      return 'complete';
  }
  return 'incomplete';
}

/** First sample and sample count of the frame that begins here, or null if there is none (RFC 9639 §9.1). */
function readFrameHeader(
  frame: Buffer,
  fixedBlock: number | null,
): { firstSample: number; samples: number } | null {
  const variable = ((frame[1] as number) & 1) === 1;
  const sizes = frame[2] as number;
  const coded = readCodedNumber(frame, 4);
  if (!coded) return null;
  let at = coded.next;
  const code = sizes >> 4;
  let samples: number;
  if (code === 0) return null;
  if (code === 1) samples = 192;
  else if (code <= 5) samples = 144 * 2 ** code;
  else if (code === 6) {
    if (at + 1 > frame.length) return null;
    samples = (frame[at++] as number) + 1;
  } else if (code === 7) {
    if (at + 2 > frame.length) return null;
    samples = frame.readUInt16BE(at) + 1;
    at += 2;
  } else samples = 2 ** code;
  const rate = sizes & 0x0f;
  at += rate === 12 ? 1 : rate === 13 || rate === 14 ? 2 : 0;
  if (at >= frame.length || crc8(frame.subarray(0, at)) !== frame[at]) return null;
  if (!variable && fixedBlock === null) return null;
  return { firstSample: variable ? coded.value : coded.value * (fixedBlock as number), samples };
}

/** A number coded like UTF-8, up to 36 bits (RFC 9639 §9.1.5). */
function readCodedNumber(bytes: Buffer, at: number): { value: number; next: number } | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first < 0x80) return { value: first, next: at + 1 };
  const length = Math.clz32(~first << 24);
  if (length < 2 || length > 7 || at + length > bytes.length) return null;
  let value = length === 7 ? 0 : first & (0x7f >> length);
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index] as number;
    if ((byte & 0xc0) !== 0x80) return null;
    value = value * 64 + (byte & 0x3f);
  }
  return { value, next: at + length };
}
