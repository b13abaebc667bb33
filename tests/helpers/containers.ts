import { readFileSync } from 'node:fs';

export const soundFixture = (name: string) =>
  readFileSync(new URL(`../fixtures/audio/${name}`, import.meta.url));

/** An entry of an edit list: its length in units of the movie, and where it begins in units of the track; −1: nowhere. */
type Edit = { duration: number; mediaTime: number };

/** The MP4 with another edit list, or none. Its tables must follow its sound. */
export function withEdits(file: Buffer, edits: Edit[]): Buffer<ArrayBuffer> {
  const startOf = (name: string) => file.indexOf(name) - 4;
  if (startOf('moov') < startOf('mdat')) throw new Error('The positions of the sound would change');
  const at = startOf('elst');
  const size = file.readUInt32BE(at);
  const list = Buffer.alloc(16 + 12 * edits.length);
  list.writeUInt32BE(list.length, 0);
  list.write('elst', 4);
  list.writeUInt32BE(edits.length, 12);
  for (const [index, { duration, mediaTime }] of edits.entries()) {
    list.writeUInt32BE(duration, 16 + 12 * index);
    list.writeInt32BE(mediaTime, 20 + 12 * index);
    list.writeUInt32BE(0x10000, 24 + 12 * index);
  }
  const edited = Buffer.concat([file.subarray(0, at), list, file.subarray(at + size)]);
  for (const name of ['moov', 'trak', 'edts']) {
    const parent = startOf(name);
    edited.writeUInt32BE(file.readUInt32BE(parent) + list.length - size, parent);
  }
  return edited;
}

/**
 * The AAC of an MP4 that ffmpeg has written, announced as HE-AAC at twice its rate. The frames hold no upper half, so
 * a decoder only makes twice as many samples of them.
 */
export function announcedAsHighEfficiency(file: Buffer): Buffer<ArrayBuffer> {
  const plain = Buffer.from('05808080051210', 'hex');
  const at = file.indexOf(plain) + 5;
  if (at < 5) throw new Error('This is no stereo AAC of 44.1 kHz');
  // ISO/IEC 14496-3 §1.6.2.1: SBR (5), 44.1 kHz (4), 2 channels, 88.2 kHz (1), then AAC LC (2) and three bits of its own.
  const bits = '00101' + '0100' + '0010' + '0001' + '00010' + '000';
  const config = Buffer.alloc(5);
  config.writeUInt32BE(Number.parseInt(bits.padEnd(32, '0'), 2));
  const announced = Buffer.from(file);
  config.copy(announced, at);
  return announced;
}

/** The Ogg file as another stream, so that it may follow one in a chain (RFC 3533 §4). */
export function withSerial(file: Buffer, serial: number): Buffer<ArrayBuffer> {
  const changed = Buffer.from(file);
  for (let at = 0; at < changed.length; ) {
    const segments = changed.subarray(at + 27, at + 27 + (changed[at + 26] ?? 0));
    const end = segments.reduce((sum, length) => sum + length, at + 27 + segments.length);
    changed.writeUInt32LE(serial, at + 14);
    changed.writeUInt32LE(0, at + 22);
    changed.writeUInt32LE(oggSum(changed.subarray(at, end)), at + 22);
    at = end;
  }
  return changed;
}

function oggSum(page: Uint8Array): number {
  let sum = 0;
  for (const byte of page) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
