import { access, link, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { numberedFileName } from '../../common/safe-file-name.ts';

/** Gives a file in a folder its name, or the next one that is free. Returns its path. */
export async function placeFile(partial: string, folder: string, name: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const path = join(folder, numberedFileName(name, count));
    try {
      // Unlike a rename, a link never replaces a file.
      await link(partial, path);
      await rm(partial, { force: true });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      if (await exists(path)) continue;
      // The volume has no links.
      await rename(partial, path);
      return path;
    }
  }
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
