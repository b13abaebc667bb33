import { isAbsolute, relative, sep } from 'node:path';
import type { OlderBounce } from '../../../protocol/ipc/binding.ts';
import type { FoundFile } from '../disk/walk-folder.ts';
import type { KnownFile } from '../store/known-file-table.ts';

/** A file that was in the folder before the folder was bound. */
export const asOlder = (bindingId: string, { path, identity }: FoundFile): KnownFile => ({
  ...{ bindingId, path, ...identity },
  ...{ sha256: null, cutId: null, decision: 'older' },
});

export function toOlder(folder: string, { path, size, modified }: KnownFile): OlderBounce {
  const relativePath = relative(folder, path).split(sep).join('/');
  return { path, relativePath, size, modifiedAt: Number(BigInt(modified) / 1_000_000n) };
}

/** Whether `folder` is `other` or contains it. */
export function holds(folder: string, other: string): boolean {
  const path = relative(folder, other);
  return !path.startsWith(`..${sep}`) && path !== '..' && !isAbsolute(path);
}
