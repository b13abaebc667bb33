import { readPictureFacts } from '../../../common/picture-facts.ts';
import { imageAddress } from '../../../protocol/ipc/media-addresses.ts';
import type { File } from '../../../protocol/wire/file.ts';
import type { picturesText } from '../../text/pictures.ts';

export type PictureProblem = keyof typeof picturesText.problems;

/** A picture whose size is known to be harmless, decoded; or why there is none. */
export type ReadPicture = { ok: true; bitmap: ImageBitmap } | { ok: false; problem: PictureProblem };

const mostBytes = 64 * 1024 ** 2;
const mostPixels = 100_000_000;

/** Reads the headers before decoding: a file of a few kilobytes may claim to be billions of pixels. */
export async function readPicture(file: Blob): Promise<ReadPicture> {
  if (file.size > mostBytes) return { ok: false, problem: 'too-large' };
  const facts = readPictureFacts(new Uint8Array(await file.arrayBuffer()));
  if (!facts) return { ok: false, problem: 'not-a-picture' };
  if (facts.width * facts.height > mostPixels) return { ok: false, problem: 'too-large' };
  try {
    return { ok: true, bitmap: await createImageBitmap(file) };
  } catch {
    return { ok: false, problem: 'unreadable' };
  }
}

/** The same for a picture of the band. */
export async function readPictureFile({ id, size }: Pick<File, 'id' | 'size'>): Promise<ReadPicture> {
  if (size > mostBytes) return { ok: false, problem: 'too-large' };
  try {
    const response = await fetch(imageAddress(id));
    if (response.ok) return readPicture(await response.blob());
  } catch {
    // The connection broke off.
  }
  return { ok: false, problem: 'unreachable' };
}
