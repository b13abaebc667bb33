import { stat } from 'node:fs/promises';
import type { Disk } from './disk.ts';

/** Whether something is at the path and can be reached. Never rejects. */
export async function exists(disk: Disk, path: string): Promise<boolean> {
  try {
    await disk.run(path, () => stat(path));
    return true;
  } catch {
    return false;
  }
}
