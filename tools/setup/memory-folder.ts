import { existsSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';

const shared = '/dev/shm';
/** Its number in `statfs`. */
const tmpfs = 0x01021994;
const gigabyte = 1024 ** 3;

/** Linux's folder in memory, if it and the memory have room for what tests write. */
export function memoryFolder(): string | undefined {
  if (process.platform !== 'linux' || !existsSync(shared)) return undefined;
  const { type, bavail, bsize } = statfsSync(shared);
  const hasRoom = bavail * bsize > 4 * gigabyte && freemem() > 6 * gigabyte;
  return type === tmpfs && hasRoom ? shared : undefined;
}
