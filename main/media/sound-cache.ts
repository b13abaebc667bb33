import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../client/common/log.ts';
import type { Clock } from '../../common/clock.ts';
import type { Loudness } from '../../protocol/wire/file.ts';
import { openSqlite } from '../common/open-sqlite.ts';
import { readFrom } from './read-local.ts';
import { createSoundIndex, soundIndexTables, soundIndexUpgrades } from './sound-index.ts';

/**
 * Files of the band that were played or are pinned, by their SHA-256, up to a limit in bytes. The least recently played
 * goes first; a pinned one never goes. A file is filled from its front. What is there survives a restart, and filling
 * continues from there. Everything can be fetched again.
 */
export type SoundCache = {
  /** How many bytes are there, from the front. The whole file is complete only after `finish` has verified it. */
  filled(sha256: string): { bytes: number; isComplete: boolean };
  /** Reads bytes that `filled` counts. If they aren't there, forgets the file and resolves to null. Counts as playing. */
  read(sha256: string, position: number, length: number): Promise<Uint8Array | null>;
  /** Makes room for a file and returns where to continue; null if the pinned files leave no room. */
  begin(sha256: string, size: number): number | null;
  /** The next bytes of a file that was begun. False if the file was removed meanwhile. */
  append(sha256: string, position: number, bytes: Uint8Array): Promise<boolean>;
  /** No more bytes come for now. What is there is safe on the disk when this resolves. */
  pause(sha256: string): Promise<void>;
  /** All bytes are there. Keeps the file if they are right, removes it otherwise. */
  finish(sha256: string, isRight: boolean): Promise<void>;
  path(sha256: string): string;
  readPeaks(sha256: string): Uint8Array | null;
  putPeaks(sha256: string, bytes: Uint8Array): void;
  /** The changes from the sound `older` to the sound `newer`, as it was put. */
  readDifference(newer: string, older: string): Uint8Array | null;
  putDifference(newer: string, older: string, bytes: Uint8Array): void;
  /** The loudness of a file that was measured on this machine. */
  readLoudness(sha256: string): Loudness | null;
  putLoudness(sha256: string, loudness: Loudness): void;
  /** These files stay, whatever the limit. */
  setPinned(sha256s: ReadonlySet<string>): void;
  usage(): { usedBytes: number; limitBytes: number };
  /** Removes what exceeds the limit at once. */
  setLimit(limitBytes: number): void;
  close(): void;
};

/** How many bytes a power cut may cost: `filled` counts bytes after a restart only once they are synced. */
const syncedBytes = 8 * 1024 ** 2;

/** Files in `folder` that the cache doesn't know are removed. */
export function createSoundCache(parts: { folder: string; clock: Clock; log: Log }): SoundCache {
  const { folder, clock, log } = parts;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'index.sqlite');
  const { database } = openSqlite({
    ...{ path, synchronous: 'NORMAL', version: 3, log },
    create: soundIndexTables,
    upgrades: soundIndexUpgrades,
  });
  const index = createSoundIndex(database, clock.now);
  const pathOf = (sha256: string) => join(folder, sha256);
  let pinned: ReadonlySet<string> = new Set();
  /** Ahead of the index, which only counts synced bytes. */
  const written = new Map<string, number>();

  for (const name of readdirSync(folder)) {
    if (/^[0-9a-f]{64}$/.test(name) && !index.find(name)) rmSync(join(folder, name), { force: true });
  }

  function forget(sha256: string): void {
    index.remove(sha256);
    written.delete(sha256);
    rmSync(pathOf(sha256), { force: true });
  }

  async function pause(sha256: string): Promise<void> {
    const end = written.get(sha256);
    if (end === undefined) return;
    await using handle = await open(pathOf(sha256), 'r+');
    await handle.datasync();
    index.setFilled(sha256, end);
    written.delete(sha256);
  }

  /** Removes the least recently played until `wanted` bytes fit. False, and nothing is removed, if pinned files prevent it. */
  function makeRoom(wanted: number): boolean {
    let excess = index.totalBytes() + wanted - index.limitBytes();
    if (excess <= 0) return true;
    const rows = index.listByUse().filter(({ sha256 }) => !pinned.has(sha256));
    if (wanted > 0 && rows.reduce((bytes, { size }) => bytes + size, 0) < excess) return false;
    for (const { sha256, size } of rows) {
      if (excess <= 0) break;
      forget(sha256);
      excess -= size;
    }
    return true;
  }

  async function append(sha256: string, position: number, bytes: Uint8Array): Promise<boolean> {
    if (!index.find(sha256)) return false;
    const end = position + bytes.length;
    try {
      await using handle = await open(pathOf(sha256), position === 0 ? 'w' : 'r+');
      await handle.write(bytes, 0, bytes.length, position);
      if (Math.floor(position / syncedBytes) !== Math.floor(end / syncedBytes)) {
        await handle.datasync();
        index.setFilled(sha256, end);
      }
    } catch (error) {
      // The next attempt starts from the front.
      forget(sha256);
      throw error;
    }
    if (!index.find(sha256)) {
      // Removed during the write.
      await rm(pathOf(sha256), { force: true });
      return false;
    }
    written.set(sha256, end);
    return true;
  }

  return {
    path: pathOf,
    filled(sha256) {
      const row = index.find(sha256);
      if (!row) return { bytes: 0, isComplete: false };
      return { bytes: written.get(sha256) ?? row.filled, isComplete: row.isComplete === 1 };
    },
    async read(sha256, position, length) {
      index.use(sha256);
      try {
        await using handle = await open(pathOf(sha256), 'r');
        const bytes = await readFrom(handle, position, length);
        if (bytes) return bytes;
      } catch {
        // Removed a moment ago, by us or by a person cleaning up.
      }
      // Forgotten, it is fetched again.
      forget(sha256);
      return null;
    },
    begin(sha256, size) {
      if (size > index.limitBytes()) return null;
      const known = index.find(sha256);
      if (known) return written.get(sha256) ?? known.filled;
      if (!makeRoom(size)) return null;
      index.add(sha256, size);
      return 0;
    },
    append,
    pause,
    async finish(sha256, isRight) {
      if (!isRight) return forget(sha256);
      await pause(sha256);
      index.setComplete(sha256);
    },
    readPeaks: index.readPeaks,
    putPeaks: index.putPeaks,
    readDifference: index.readDifference,
    putDifference: index.putDifference,
    readLoudness: index.readLoudness,
    putLoudness: index.putLoudness,
    setPinned(sha256s) {
      pinned = sha256s;
    },
    usage: () => ({ usedBytes: index.totalBytes(), limitBytes: index.limitBytes() }),
    setLimit(bytes) {
      index.setLimit(bytes);
      makeRoom(0);
    },
    close: () => void database.close(),
  };
}
