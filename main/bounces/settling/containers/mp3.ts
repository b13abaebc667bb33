import type { ContainerVerdict, RandomAccess } from './random-access.ts';

const id3v1Bytes = 128;

/**
 * MP3 is a series of frames without a total length. Only a Xing or Info header in the first frame (LAME and its
 * followers write one) gives a number of bytes. Complete: these bytes end where the file ends, or where its ID3v1 or
 * APEv2 tag begins. Without that header nothing is certain.
 */
export async function judgeMp3(file: RandomAccess): Promise<ContainerVerdict> {
  const start = await afterId3v2(file);
  const frame = await file.read(start, 4 + 32 + 16);
  if (frame.length < 52) return start > 0 ? 'incomplete' : 'unknown';
  if (frame[0] !== 0xff || ((frame[1] as number) & 0xe0) !== 0xe0) return 'unknown';
  const mpeg1 = (((frame[1] as number) >> 3) & 3) === 3;
  const mono = (frame[3] as number) >> 6 === 3;
  const header = 4 + (mpeg1 ? (mono ? 17 : 32) : mono ? 9 : 17);
  const name = frame.toString('latin1', header, header + 4);
  if (name !== 'Xing' && name !== 'Info') return 'unknown';
  const flags = frame.readUInt32BE(header + 4);
  if ((flags & 2) === 0) return 'unknown';
  const bytes = frame.readUInt32BE(header + 8 + ((flags & 1) === 1 ? 4 : 0));
  if (bytes === 0) return 'incomplete';
  const end = start + bytes;
  return end === file.size || (end < file.size && (await isTag(file, end))) ? 'complete' : 'incomplete';
}

/** Where the sound begins: after the ID3v2 tag, if there is one (id3.org, ID3v2.4 §3.1). */
async function afterId3v2(file: RandomAccess): Promise<number> {
  const head = await file.read(0, 10);
  if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return 0;
  const length = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((head[at] as number) & 0x7f), 0);
  const footer = ((head[5] as number) & 0x10) === 0 ? 0 : 10;
  return 10 + length + footer;
}

/** Whether a complete tag follows the sound: ID3v1, or APEv2 with or without ID3v1 after it. */
async function isTag(file: RandomAccess, at: number): Promise<boolean> {
  const head = await file.read(at, 32);
  const rest = file.size - at;
  if (head.toString('latin1', 0, 3) === 'TAG') return rest === id3v1Bytes;
  if (head.length < 32 || head.toString('latin1', 0, 8) !== 'APETAGEX') return false;
  const length = 32 + head.readUInt32LE(12);
  return rest === length || rest === length + id3v1Bytes;
}
