import { type ContainerVerdict, type RandomAccess, readLength64 } from './random-access.ts';

/** More chunks than any program writes before its sound: a file with more is garbage. */
const maximumChunks = 10_000;
const unsized = 0xffff_ffff;

/**
 * RIFF/WAVE, and RF64 or BW64, which keep their true lengths in `ds64` and set the 32-bit ones to 0xFFFFFFFF.
 *
 * Complete: the outer length ends exactly where the file ends, `fmt ` and `data` are there, and `data` lies inside. A
 * header that gives less than the file holds is incomplete too: programs built on JUCE rewrite a consistent header at
 * each flush and continue writing. Sources: Microsoft RIFF MCI; EBU Tech 3306; ITU-R BS.2088.
 */
export async function judgeRiff(file: RandomAccess): Promise<ContainerVerdict> {
  const head = await file.read(0, 36);
  if (head.length < 12 || head.toString('latin1', 8, 12) !== 'WAVE')
    return head.length < 12 ? 'incomplete' : 'unknown';
  const wide = head.toString('latin1', 0, 4) !== 'RIFF';
  if (wide && (head.length < 36 || head.toString('latin1', 12, 16) !== 'ds64')) return 'incomplete';

  const outer = wide ? readLength64(head, 20) : head.readUInt32LE(4);
  const dataLength = wide ? readLength64(head, 28) : null;
  if (outer === unsized && !wide) return 'incomplete';
  // Some programs don't count the pad byte of an odd last chunk in the outer length.
  if (outer + 8 !== file.size && !(outer % 2 === 1 && outer + 9 === file.size)) return 'incomplete';

  let format = false;
  let data = false;
  let offset = 12;
  for (let count = 0; count < maximumChunks && offset + 8 <= file.size; count++) {
    const chunk = await file.read(offset, 8);
    if (chunk.length < 8) return 'incomplete';
    const name = chunk.toString('latin1', 0, 4);
    const short = chunk.readUInt32LE(4);
    const length = name === 'data' && short === unsized && dataLength !== null ? dataLength : short;
    if (offset + 8 + length > file.size) return 'incomplete';
    if (name === 'fmt ') format = true;
    if (name === 'data' && length > 0) data = true;
    offset += 8 + length + (length % 2);
  }
  return format && data ? 'complete' : 'incomplete';
}
