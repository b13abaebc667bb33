import { type ContainerVerdict, type RandomAccess, readLength64 } from './random-access.ts';

const maximumAtoms = 10_000;

/**
 * MP4 / M4A (ISO/IEC 14496-12): a series of atoms with lengths. Complete: they end exactly with the file, and `moov`
 * and `mdat` are among them. A fragmented file can end after any fragment, so only its index (`mfra`) proves the end.
 * An atom that extends "to the end of the file" proves nothing.
 */
export async function judgeMp4(file: RandomAccess): Promise<ContainerVerdict> {
  const seen = new Set<string>();
  let offset = 0;
  for (let count = 0; count < maximumAtoms && offset < file.size; count++) {
    const head = await file.read(offset, 16);
    if (head.length < 8) return 'incomplete';
    const name = head.toString('latin1', 4, 8);
    let length = head.readUInt32BE(0);
    if (length === 0) return name === 'mdat' && seen.has('moov') ? 'unknown' : 'incomplete';
    if (length === 1) {
      if (head.length < 16) return 'incomplete';
      length = readLength64(head, 8, 'big');
    }
    if (length < 8 || offset + length > file.size) return 'incomplete';
    seen.add(name);
    offset += length;
  }
  if (offset !== file.size || !seen.has('moov') || !seen.has('mdat')) return 'incomplete';
  return seen.has('moof') && !seen.has('mfra') ? 'unknown' : 'complete';
}
