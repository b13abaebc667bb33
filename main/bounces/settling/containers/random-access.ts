import type { FileHandle } from 'node:fs/promises';

/** A file read at any offset. `read` gives fewer bytes than asked at the end of the file, and none beyond it. */
export type RandomAccess = {
  readonly size: number;
  read(offset: number, length: number): Promise<Buffer>;
};

/** The file, judged by its container's own lengths: complete, cut short (or not closed yet), or nothing certain. */
export type ContainerVerdict = 'complete' | 'incomplete' | 'unknown';

/** `size` is the file's size when the handle was examined: a file that grows meanwhile is judged as it was then. */
export function readHandle(handle: FileHandle, size: number): RandomAccess {
  return {
    size,
    async read(offset, length) {
      const wanted = offset < 0 ? 0 : Math.max(0, Math.min(length, size - offset));
      const buffer = Buffer.allocUnsafe(wanted);
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await handle.read(buffer, filled, wanted - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
  };
}

/** A 64-bit length as a number. No file is longer than 2^53 bytes, so precision does not matter. */
export function readLength64(buffer: Buffer, offset: number, order: 'little' | 'big' = 'little'): number {
  return Number(order === 'little' ? buffer.readBigUInt64LE(offset) : buffer.readBigUInt64BE(offset));
}
