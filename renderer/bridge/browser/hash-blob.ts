import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Bytes read at a time. */
const pieceBytes = 4 * 1024 ** 2;

/**
 * SHA-256 in lower-case hexadecimal, computed in pieces: the browser's own `crypto.subtle` needs the whole file at once.
 * Null if it was given up. Rejects if the blob can't be read to its end.
 */
export async function hashBlob(blob: Blob, isGivenUp: () => boolean = () => false): Promise<string | null> {
  const hash = sha256.create();
  for (let offset = 0; offset < blob.size; offset += pieceBytes) {
    hash.update(new Uint8Array(await blob.slice(offset, offset + pieceBytes).arrayBuffer()));
    if (isGivenUp()) return null;
  }
  return bytesToHex(hash.digest());
}
