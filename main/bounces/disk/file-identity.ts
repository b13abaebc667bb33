import type { BigIntStats } from 'node:fs';

/**
 * A file in one particular state. Device, inode and modification time (nanoseconds) are 64-bit, so they are kept as
 * decimal text; `size` is in bytes. Equal identities mean equal bytes, unless someone set the file's clock back.
 */
export type FileIdentity = { device: string; inode: string; size: number; modified: string };

export function identityOf(stats: BigIntStats): FileIdentity {
  return {
    device: String(stats.dev),
    inode: String(stats.ino),
    size: Number(stats.size),
    modified: String(stats.mtimeNs),
  };
}

export function sameIdentity(one: FileIdentity, other: FileIdentity): boolean {
  return sameContent(one, other) && one.device === other.device && one.inode === other.inode;
}

/** Like `sameIdentity`, but a volume that was mounted again may have another device number. */
export function sameAfterRemount(one: FileIdentity, other: FileIdentity): boolean {
  return sameContent(one, other) && (one.inode === other.inode || one.device !== other.device);
}

function sameContent(one: FileIdentity, other: FileIdentity): boolean {
  return one.size === other.size && one.modified === other.modified;
}
