import { oggCrc32 } from './checksums.ts';
import type { ContainerVerdict, RandomAccess } from './random-access.ts';

/** 27 bytes of header, 255 lacing values, 255 × 255 bytes of body. */
const largestPage = 27 + 255 + 255 * 255;
const endOfStream = 4;

/** Ogg (Vorbis, Opus, FLAC in Ogg; RFC 3533). Complete: the file ends with a page that is marked as the end of its stream. */
export async function judgeOgg(file: RandomAccess): Promise<ContainerVerdict> {
  const start = Math.max(0, file.size - largestPage);
  const tail = await file.read(start, file.size - start);
  for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1)) {
    const page = tail.subarray(at);
    if (page.length < 27) continue;
    const segments = page[26] as number;
    if (page.length < 27 + segments) continue;
    const body = page.subarray(27, 27 + segments).reduce((sum, length) => sum + length, 0);
    if (page.length !== 27 + segments + body || !isChecksumRight(page)) continue;
    return ((page[5] as number) & endOfStream) !== 0 ? 'complete' : 'incomplete';
  }
  return 'incomplete';
}

function isChecksumRight(page: Buffer): boolean {
  const bare = Buffer.from(page);
  bare.writeUInt32LE(0, 22);
  return oggCrc32(bare) === page.readUInt32LE(22);
}
