import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ReadableBytes } from '../../audio/bytes.ts';
import type { PatchedFile } from '../../audio/wave-cues.ts';

/** A read this long asks a server seldom, and shows progress often. */
const step = 1024 ** 2;

/** Writes pieces of a file of the band, and new bytes between them, into a file. Returns the SHA-256 of what was written. */
export async function writePieces(
  path: string,
  source: ReadableBytes,
  { size, pieces }: PatchedFile,
  onWritten: (written: number, total: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  let written = 0;
  await using file = await open(path, 'w');
  const write = async (bytes: Uint8Array) => {
    signal.throwIfAborted();
    await file.writeFile(bytes);
    hash.update(bytes);
    written += bytes.length;
    onWritten(written, size);
  };
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) await write(piece);
    else
      for (let at = piece.start; at <= piece.end; at += step)
        await write(await source.read(at, Math.min(step, piece.end + 1 - at)));
  }
  return hash.digest('hex');
}

/** All of a file. */
export const whole = (size: number): PatchedFile => ({
  size,
  pieces: size > 0 ? [{ start: 0, end: size - 1 }] : [],
});
