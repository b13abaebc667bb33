import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { WriterCheck } from './writer-check.ts';

/** libuv's `UV_FS_O_EXLOCK`: on Windows it opens without sharing, which fails while any other handle is open. */
const exclusive = 0x1000_0000;

/**
 * Opens the file exclusively for a moment. Success proves that no other program has it open. Failure proves little: a
 * program that only reads (a media pool, an indexer) may hold the file for hours. So the answer is then `unknown`, and
 * the longer settle time decides.
 */
export function createWindowsWriterCheck(): WriterCheck {
  return async (file) => {
    try {
      const handle = await open(file.path, constants.O_RDONLY | exclusive);
      await handle.close();
      return 'none';
    } catch {
      // In use, or not readable: the look at the file finds out which.
      return 'unknown';
    }
  };
}
