import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../client/common/log.ts';
import { openSqlite } from '../common/open-sqlite.ts';
import { readFrom } from './read-local.ts';

/**
 * Files of the band that were listened to or are pinned, by their SHA-256, up to a number of bytes in all: who was heard
 * longest ago goes first, and what is pinned never. A file is filled from its front; what is there survives a restart and is gone on with. Everything in it
 * can be fetched again.
 */
export type SoundCache = {
  /** How many bytes are there, from the front. The whole file's only after `finish`, which means that they are right. */
  filled(sha256: string): { bytes: number; isComplete: boolean };
  /** Bytes that `filled` says are there; null, and the file is forgotten, when they aren't. Counts as listening. */
  read(sha256: string, position: number, length: number): Promise<Uint8Array | null>;
  /** Makes room for a file and answers where to go on; null when there is not so much beside what is pinned. */
  begin(sha256: string, size: number): number | null;
  /** The next bytes of a file that was begun. False when it has been taken away meanwhile. */
  append(sha256: string, position: number, bytes: Uint8Array): Promise<boolean>;
  /** No more bytes come for now: what is there is on the disk for good when this resolves. */
  pause(sha256: string): Promise<void>;
  /** All bytes are there: right ones stay, wrong ones go. */
  finish(sha256: string, isRight: boolean): Promise<void>;
  path(sha256: string): string;
  readPeaks(sha256: string): Uint8Array | null;
  putPeaks(sha256: string, bytes: Uint8Array): void;
  /** These stay, whatever the limit. */
  setPinned(sha256s: ReadonlySet<string>): void;
  usage(): { usedBytes: number; limitBytes: number };
  setLimit(limitBytes: number): void;
  close(): void;
};

export const defaultLimitBytes = 5 * 1024 ** 3;

/** How many waveforms are kept; each has some 7 kB. */
const keptPeaks = 10_000;

/** What a power cut may take: bytes are told to be there once they are on the disk. */
const syncedBytes = 8 * 1024 ** 2;

type Row = { sha256: string; size: number; filled: number; isComplete: number; usedAt: number };

const tables = `
  create table sound (
    sha256 text primary key, size integer not null, filled integer not null,
    isComplete integer not null, usedAt integer not null
  );
  create table peaks (sha256 text primary key, bytes blob not null, usedAt integer not null);
  create table setting (name text primary key, value integer not null);
`;

/** `folder` is the cache's own: what it doesn't know there is removed. */
export function createSoundCache({ folder, log }: { folder: string; log: Log }): SoundCache {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'index.sqlite');
  const { database } = openSqlite({ path, synchronous: 'NORMAL', version: 1, create: tables, log });
  const find = database.prepare<[string], Row>('select * from sound where sha256 = ?');
  const byAge = database.prepare<[], Row>('select * from sound order by usedAt');
  const sum = database.prepare<[], number>('select coalesce(sum(size), 0) from sound').pluck();
  const insert = database.prepare('insert or ignore into sound values (?, ?, 0, 0, ?)');
  const touch = database.prepare('update sound set usedAt = ? where sha256 = ?');
  const setFilled = database.prepare('update sound set filled = ? where sha256 = ?');
  const setComplete = database.prepare('update sound set filled = size, isComplete = 1 where sha256 = ?');
  const remove = database.prepare('delete from sound where sha256 = ?');
  const findPeaks = database.prepare<[string], Buffer>('select bytes from peaks where sha256 = ?').pluck();
  const insertPeaks = database.prepare('insert or replace into peaks values (?, ?, ?)');
  const prunePeaks = database.prepare(
    `delete from peaks where sha256 not in (select sha256 from peaks order by usedAt desc limit ${keptPeaks})`,
  );
  const readLimit = database
    .prepare<[], number>("select value from setting where name = 'limitBytes'")
    .pluck();
  const writeLimit = database.prepare("insert or replace into setting values ('limitBytes', ?)");

  const pathOf = (sha256: string) => join(folder, sha256);
  const limitBytes = () => readLimit.get() ?? defaultLimitBytes;
  let pinned: ReadonlySet<string> = new Set();
  /** Ahead of the index, which only knows what is on the disk for good. */
  const written = new Map<string, number>();
  /** Each use is later than every other, also within a millisecond and when the clock is set back. */
  let lastUse = database.prepare<[], number>('select coalesce(max(usedAt), 0) from sound').pluck().get() ?? 0;
  const nextUse = () => ++lastUse;

  for (const name of readdirSync(folder)) {
    if (/^[0-9a-f]{64}$/.test(name) && !find.get(name)) rmSync(join(folder, name), { force: true });
  }

  function forget(sha256: string): void {
    remove.run(sha256);
    written.delete(sha256);
    rmSync(pathOf(sha256), { force: true });
  }

  async function pause(sha256: string): Promise<void> {
    const end = written.get(sha256);
    if (end === undefined) return;
    await using handle = await open(pathOf(sha256), 'r+');
    await handle.datasync();
    setFilled.run(end, sha256);
    written.delete(sha256);
  }

  /**
   * Takes away the longest unheard until as much as `wanted` fits beside the rest. False, and nothing is taken for it,
   * where what is pinned leaves no such room.
   */
  function makeRoom(wanted: number): boolean {
    let excess = (sum.get() ?? 0) + wanted - limitBytes();
    if (excess <= 0) return true;
    const rows = byAge.all().filter(({ sha256 }) => !pinned.has(sha256));
    if (wanted > 0 && rows.reduce((bytes, { size }) => bytes + size, 0) < excess) return false;
    for (const { sha256, size } of rows) {
      if (excess <= 0) break;
      forget(sha256);
      excess -= size;
    }
    return true;
  }

  return {
    path: pathOf,
    filled(sha256) {
      const row = find.get(sha256);
      if (!row) return { bytes: 0, isComplete: false };
      return { bytes: written.get(sha256) ?? row.filled, isComplete: row.isComplete === 1 };
    },
    async read(sha256, position, length) {
      touch.run(nextUse(), sha256);
      try {
        await using handle = await open(pathOf(sha256), 'r');
        const bytes = await readFrom(handle, position, length);
        if (bytes) return bytes;
      } catch {
        // Taken away a moment ago, by us or by a person who cleans up: the same as one that was cut short.
      }
      // It is fetched again.
      forget(sha256);
      return null;
    },
    begin(sha256, size) {
      if (size > limitBytes()) return null;
      const known = find.get(sha256);
      if (known) return written.get(sha256) ?? known.filled;
      if (!makeRoom(size)) return null;
      insert.run(sha256, size, nextUse());
      return 0;
    },
    async append(sha256, position, bytes) {
      if (!find.get(sha256)) return false;
      const end = position + bytes.length;
      try {
        await using handle = await open(pathOf(sha256), position === 0 ? 'w' : 'r+');
        await handle.write(bytes, 0, bytes.length, position);
        if (Math.floor(position / syncedBytes) !== Math.floor(end / syncedBytes)) {
          await handle.datasync();
          setFilled.run(end, sha256);
        }
      } catch (error) {
        // Begun again, it starts from the front.
        forget(sha256);
        throw error;
      }
      if (!find.get(sha256)) {
        // Taken away while it was written to.
        await rm(pathOf(sha256), { force: true });
        return false;
      }
      written.set(sha256, end);
      return true;
    },
    pause,
    async finish(sha256, isRight) {
      if (!isRight) return forget(sha256);
      await pause(sha256);
      setComplete.run(sha256);
    },
    readPeaks: (sha256) => findPeaks.get(sha256) ?? null,
    putPeaks(sha256, bytes) {
      insertPeaks.run(sha256, bytes, Date.now());
      prunePeaks.run();
    },
    setPinned(sha256s) {
      pinned = sha256s;
    },
    usage: () => ({ usedBytes: sum.get() ?? 0, limitBytes: limitBytes() }),
    setLimit(limit) {
      writeLimit.run(limit);
      makeRoom(0);
    },
    close: () => {
      database.close();
    },
  };
}
