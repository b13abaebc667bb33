import { opendir, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Disk, VolumeSilent } from '../disk/disk.ts';

/** Which folder is at a path: `key` differs for another folder at the same path. */
export type FolderPlace = { key: string; isMountPoint: boolean };

const silenceMilliseconds = 2_500;

/**
 * Null if there is no folder at the path, or it can't be used. A volume that is unmounted leaves its empty mount point
 * behind, so a change of `isMountPoint` means that the volume is gone.
 */
export async function placeOf(disk: Disk, folder: string): Promise<FolderPlace | null | 'no answer'> {
  try {
    const looks = disk.run(folder, () =>
      Promise.all([stat(folder, { bigint: true }), stat(dirname(folder), { bigint: true })]),
    );
    const [self, parent] = await Promise.race([looks, silence()]);
    return self.isDirectory()
      ? { key: `${self.dev}:${self.ino}`, isMountPoint: self.dev !== parent.dev }
      : null;
  } catch (error) {
    return error instanceof VolumeSilent ? 'no answer' : null;
  }
}

/** The folder's path without links; null if the folder is gone or does not answer. */
export async function realPathOf(disk: Disk, folder: string): Promise<string | null> {
  try {
    return await Promise.race([disk.run(folder, () => realpath(folder)), silence()]);
  } catch {
    // The next check of a watched folder reports it.
    return null;
  }
}

export async function isReadableFolder(disk: Disk, path: string): Promise<boolean> {
  try {
    // Opened, because a system may show a folder and still deny access to it.
    await disk.run(path, async () => (await opendir(path)).close());
    return true;
  } catch {
    return false;
  }
}

/** A share whose server is gone may never answer. */
function silence(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new VolumeSilent('The volume of the folder')), silenceMilliseconds).unref();
  });
}
