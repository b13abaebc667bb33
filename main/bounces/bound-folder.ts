import { opendir } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import type { OlderBounce } from '../../protocol/ipc/binding.ts';
import type { Disk } from './disk.ts';
import type { KnownFile } from './store/known-file-table.ts';
import type { FoundFile } from './walk-folder.ts';

/** A file that was in the folder before it was bound. */
export const asOlder = (bindingId: string, { path, identity }: FoundFile): KnownFile => ({
  ...{ bindingId, path, ...identity },
  ...{ sha256: null, cutId: null, decision: 'older' },
});

export function toOlder(folder: string, { path, size, modified }: KnownFile): OlderBounce {
  const relativePath = relative(folder, path).split(sep).join('/');
  return { path, relativePath, size, modifiedAt: Number(BigInt(modified) / 1_000_000n) };
}

/** Whether one folder is the other, or lies around it. */
export function holds(folder: string, other: string): boolean {
  const way = relative(folder, other);
  return !way.startsWith(`..${sep}`) && way !== '..' && !isAbsolute(way);
}

export async function isFolder(disk: Disk, path: string): Promise<boolean> {
  try {
    // Opened, because the system may show that it is there and yet not let us in.
    await disk.run(path, async () => (await opendir(path)).close());
    return true;
  } catch {
    // Missing or out of reach: the refusal says so.
    return false;
  }
}
