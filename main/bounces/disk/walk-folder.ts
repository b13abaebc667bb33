import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isHiddenName } from '../../../client/uploads/bounce-names.ts';
import { type Disk, VolumeSilent } from './disk.ts';
import { type FileIdentity, identityOf } from './file-identity.ts';

export type FoundFile = { path: string; identity: FileIdentity };

const atATime = 32;

/**
 * All files below `folder` whose name is wanted, with their identity. Empty files, hidden folders and links are left
 * out: a link to a folder could lead round in a circle.
 *
 * Whatever vanishes or can't be read below is skipped; only a failure of `folder` itself, or a volume that doesn't
 * answer, throws.
 */
export async function walkFolder(
  disk: Disk,
  folder: string,
  wanted: (name: string) => boolean,
): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const folders = [folder];
  for (let current = folders.pop(); current !== undefined; current = folders.pop()) {
    const entries = await list(disk, current, current === folder);
    const files: string[] = [];
    for (const entry of entries) {
      const path = join(current, entry.name);
      if (entry.isDirectory() && !isHiddenName(entry.name)) folders.push(path);
      else if (entry.isFile() && wanted(entry.name)) files.push(path);
    }
    for (let index = 0; index < files.length; index += atATime) {
      const looks = await Promise.all(files.slice(index, index + atATime).map((path) => look(disk, path)));
      for (const file of looks) if (file && file.identity.size > 0) found.push(file);
    }
  }
  return found;
}

async function list(disk: Disk, folder: string, isRoot: boolean): Promise<Dirent[]> {
  try {
    return await disk.run(folder, () => readdir(folder, { withFileTypes: true }));
  } catch (error) {
    // A list that a silent volume cut short must not pass for all files.
    if (isRoot || error instanceof VolumeSilent) throw error;
    return [];
  }
}

async function look(disk: Disk, path: string): Promise<FoundFile | null> {
  try {
    return { path, identity: identityOf(await disk.run(path, () => stat(path, { bigint: true }))) };
  } catch (error) {
    if (error instanceof VolumeSilent) throw error;
    // Gone since it was listed, or its name is not valid text on this system.
    return null;
  }
}
