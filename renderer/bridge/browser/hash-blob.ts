import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Read at a time, in bytes. */
const pieceBytes = 4 * 1024 ** 2;

/**
 * SHA-256 in lower-case hexadecimal, a piece at a time: what browsers have themselves (`crypto.subtle`) takes a whole file
 * at once. Null when it was given up on the way. Rejects where it can't be read to its end.
 */
export async function hashBlob(blob: Blob, isGivenUp: () => boolean = () => false): Promise<string | null> {
  const hash = sha256.create();
  for (let offset = 0; offset < blob.size; offset += pieceBytes) {
    hash.update(new Uint8Array(await blob.slice(offset, offset + pieceBytes).arrayBuffer()));
    if (isGivenUp()) return null;
  }
  return bytesToHex(hash.digest());
}
