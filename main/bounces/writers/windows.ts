import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { WriterCheck } from './writer-check.ts';

/** libuv's `UV_FS_O_EXLOCK`: on Windows it opens with no sharing, which fails while any other handle is open. */
const exclusive = 0x1000_0000;

/**
 * Opens the file alone for a moment. That it works proves that no one has it open. That it fails proves little: a
 * program that only reads (a media pool, an indexer) counts too and may hold it for hours, so the answer is
 * `unknown` and the longer settle time decides.
 */
export function createWindowsWriterCheck(): WriterCheck {
  return async (file) => {
    try {
      const handle = await open(file.path, constants.O_RDONLY | exclusive);
      await handle.close();
      return 'none';
    } catch {
      // In use, or not readable: the look itself says which.
      return 'unknown';
    }
  };
}
