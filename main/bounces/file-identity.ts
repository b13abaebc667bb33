import type { BigIntStats } from 'node:fs';

/**
 * Which file it is, and which state of it. Device, inode and nanoseconds are 64-bit and so kept as decimal text;
 * `size` in bytes. Two equal identities hold the same bytes unless someone set the clock of the file back.
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

/** The same file at the same path after its volume was mounted anew: the device's number may be another. */
export function sameAfterRemount(one: FileIdentity, other: FileIdentity): boolean {
  return sameContent(one, other) && (one.inode === other.inode || one.device !== other.device);
}

function sameContent(one: FileIdentity, other: FileIdentity): boolean {
  return one.size === other.size && one.modified === other.modified;
}
