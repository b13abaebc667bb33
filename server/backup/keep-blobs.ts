import { chmod, link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, linkOrCopy, syncDirectory } from '../storage/disk.ts';
import type { References } from './backup-content.ts';

/** Where bytes, or a waveform (`<sha256>.peaks`), lie below a data folder or a backup. */
export function blobPath(folder: string, name: string): string {
  return join(folder, 'blobs', name.slice(0, 2), name);
}

export async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}

/**
 * Brings bytes and their waveforms from a data folder into a backup, each once. Where they can't be linked they are
 * linked from the backup before, if it lies on the disk of this one, and only else copied.
 */
export function createBlobKeeper(parts: { data: string; previous: string | null; backup: string }) {
  const { data, previous, backup } = parts;
  const kept = new Set<string>();
  const root = join(backup, 'blobs');

  /** False if the data folder doesn't have it. */
  async function bring(name: string): Promise<boolean> {
    const [from, to] = [blobPath(data, name), blobPath(backup, name)];
    const size = await sizeOf(from);
    if (size === null) return false;
    if (await tryLink(from, to)) return true;
    const earlier = previous && blobPath(previous, name);
    if (earlier && (await sizeOf(earlier)) === size && (await tryLink(earlier, to))) return true;
    try {
      await linkOrCopy(from, to);
      return true;
    } catch (error) {
      // Swept at this moment.
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    }
  }

  return {
    /** Does nothing for what isn't there. */
    async keep(sha256: string): Promise<void> {
      if (kept.has(sha256)) return;
      await mkdir(join(root, sha256.slice(0, 2)), { recursive: true, mode: 0o700 });
      if (!(await bring(sha256))) return;
      await bring(`${sha256}.peaks`);
      kept.add(sha256);
    },

    /** Those of the references that are not there, or not whole. */
    async findMissing(references: References): Promise<string[]> {
      const missing: string[] = [];
      for (const [sha256, size] of references) {
        const found = await sizeOf(blobPath(backup, sha256));
        if (found === null || (size !== null && found !== size)) missing.push(sha256);
      }
      return missing;
    },

    /** Removes what nothing names, and forces the folders to the disk. */
    async finish(references: References): Promise<void> {
      for (const shard of await readdir(root)) {
        for (const name of await readdir(join(root, shard))) {
          if (!references.has(name.slice(0, 64))) await rm(join(root, shard, name));
        }
        await syncDirectory(join(root, shard));
      }
      await syncDirectory(root);
    },
  };
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    await chmod(to, 0o600);
    return true;
  } catch {
    // Another disk, no links there, or gone: whatever it is, copying tells.
    return false;
  }
}
