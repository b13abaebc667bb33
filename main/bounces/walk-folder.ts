import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isHiddenName } from '../../client/uploads/bounce-names.ts';
import { type FileIdentity, identityOf } from './file-identity.ts';

export type FoundFile = { path: string; identity: FileIdentity };

const atATime = 32;

/**
 * All files below `folder` that `wanted` takes by name, with their identity; empty ones, hidden folders and links
 * are left out (a link to a folder could lead round in a circle).
 *
 * What vanishes or can't be read below is skipped; only a failure of `folder` itself throws.
 */
export async function walkFolder(folder: string, wanted: (name: string) => boolean): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const folders = [folder];
  for (let current = folders.pop(); current !== undefined; current = folders.pop()) {
    const entries = await list(current, current === folder);
    const files: string[] = [];
    for (const entry of entries) {
      const path = join(current, entry.name);
      if (entry.isDirectory() && !isHiddenName(entry.name)) folders.push(path);
      else if (entry.isFile() && wanted(entry.name)) files.push(path);
    }
    for (let index = 0; index < files.length; index += atATime) {
      const looks = await Promise.all(files.slice(index, index + atATime).map(look));
      for (const file of looks) if (file && file.identity.size > 0) found.push(file);
    }
  }
  return found;
}

async function list(folder: string, isRoot: boolean): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isRoot) throw error;
    return [];
  }
}

async function look(path: string): Promise<FoundFile | null> {
  try {
    return { path, identity: identityOf(await stat(path, { bigint: true })) };
  } catch {
    // Gone since it was listed, or its name is not valid text on this system.
    return null;
  }
}
