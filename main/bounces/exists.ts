import { stat } from 'node:fs/promises';

/** Whether something is at the path and within reach; never rejects. */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
