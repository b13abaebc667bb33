import type { ContainerVerdict, RandomAccess } from './random-access.ts';

const maximumChunks = 10_000;

/** AIFF and AIFF-C: IFF chunks, big-endian. Complete: FORM ends with the file and contains COMM and SSND (Apple, 1989/1991). */
export async function judgeAiff(file: RandomAccess): Promise<ContainerVerdict> {
  const head = await file.read(0, 12);
  if (head.length < 12) return 'incomplete';
  if (!['AIFF', 'AIFC'].includes(head.toString('latin1', 8, 12))) return 'unknown';
  const outer = head.readUInt32BE(4);
  if (outer + 8 !== file.size && !(outer % 2 === 1 && outer + 9 === file.size)) return 'incomplete';
  let common = false;
  let sound = false;
  let offset = 12;
  for (let count = 0; count < maximumChunks && offset + 8 <= file.size; count++) {
    const chunk = await file.read(offset, 8);
    if (chunk.length < 8) return 'incomplete';
    const name = chunk.toString('latin1', 0, 4);
    const length = chunk.readUInt32BE(4);
    if (offset + 8 + length > file.size) return 'incomplete';
    if (name === 'COMM') common = true;
    // SSND begins with offset and block size, 8 bytes, before its first sample.
    if (name === 'SSND' && length > 8) sound = true;
    offset += 8 + length + (length % 2);
  }
  return common && sound ? 'complete' : 'incomplete';
}
