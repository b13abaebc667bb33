import { type ContainerVerdict, type RandomAccess, readLength64 } from './random-access.ts';

const endRecord = 0x0605_4b50;
const endRecordBytes = 22;
const wideEndRecord = 0x0606_4b50;
const wideLocator = 0x0706_4b50;
const centralHeader = 0x0201_4b50;

/**
 * ZIP (APPNOTE 6.3.10 §4.3.16): the end record comes last, followed only by the comment it announces. It points at the
 * central directory right before it; above 4 GiB through the ZIP64 record and its locator.
 */
export async function judgeZip(file: RandomAccess): Promise<ContainerVerdict> {
  const start = Math.max(0, file.size - endRecordBytes - 0xffff);
  const tail = await file.read(start, file.size - start);
  for (let at = tail.length - endRecordBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== endRecord) continue;
    if (at + endRecordBytes + tail.readUInt16LE(at + 20) !== tail.length) continue;
    if (await pointsAtDirectory(file, tail.subarray(at), start + at)) return 'complete';
  }
  return 'incomplete';
}

async function pointsAtDirectory(file: RandomAccess, record: Buffer, recordAt: number): Promise<boolean> {
  const entries = record.readUInt16LE(10);
  const length = record.readUInt32LE(12);
  const offset = record.readUInt32LE(16);
  if (entries !== 0xffff && length !== 0xffff_ffff && offset !== 0xffff_ffff) {
    if (offset + length !== recordAt) return false;
    return entries === 0 || (await isCentralHeader(file, offset));
  }
  const locator = await file.read(recordAt - 20, 20);
  if (recordAt < 20 || locator.length < 20 || locator.readUInt32LE(0) !== wideLocator) return false;
  const wide = await file.read(readLength64(locator, 8), 56);
  if (wide.length < 56 || wide.readUInt32LE(0) !== wideEndRecord) return false;
  return isCentralHeader(file, readLength64(wide, 48));
}

async function isCentralHeader(file: RandomAccess, offset: number): Promise<boolean> {
  const bytes = await file.read(offset, 4);
  return bytes.length === 4 && bytes.readUInt32LE(0) === centralHeader;
}
