import type { Database } from 'better-sqlite3';
import type { Loudness } from '../../protocol/wire/file.ts';

/** Makes the index's tables in an empty database. */
export const soundIndexTables = `
  create table sound (
    sha256 text primary key, size integer not null, filled integer not null,
    isComplete integer not null, usedAt integer not null
  );
  create table peaks (sha256 text primary key, bytes blob not null, usedAt integer not null);
  create table setting (name text primary key, value integer not null);
  create table difference (
    newer text not null, older text not null, bytes blob not null, usedAt integer not null,
    primary key (newer, older)
  );
  create table loudness (sha256 text primary key, json text not null, usedAt integer not null);
`;

/** Makes the tables of each version into those of the next. */
export const soundIndexUpgrades = {
  1: `create table difference (
    newer text not null, older text not null, bytes blob not null, usedAt integer not null,
    primary key (newer, older)
  );`,
  // Differences are found by another method since.
  2: `delete from difference;
  create table loudness (sha256 text primary key, json text not null, usedAt integer not null);`,
};

const defaultLimitBytes = 5e9;

/** How many waveforms are kept, of about 7 kB each. */
const keptPeaks = 10_000;

/** How many differences are kept, of about 30 kB each. */
const keptDifferences = 1000;

/** How many loudnesses of files of this machine are kept, of about 150 bytes each. */
const keptLoudness = 10_000;

/** `size` and `filled` in bytes. A greater `usedAt` means a later use; it is not a time. */
export type SoundRow = { sha256: string; size: number; filled: number; isComplete: number; usedAt: number };

/** The sound cache's record of its files, and the waveforms, differences and loudnesses themselves. */
export type SoundIndex = {
  find(sha256: string): SoundRow | undefined;
  /** Least recently used first. */
  listByUse(): SoundRow[];
  /** The sum of all sizes, including bytes still to be fetched. */
  totalBytes(): number;
  add(sha256: string, size: number): void;
  use(sha256: string): void;
  setFilled(sha256: string, bytes: number): void;
  setComplete(sha256: string): void;
  remove(sha256: string): void;
  readPeaks(sha256: string): Uint8Array | null;
  putPeaks(sha256: string, bytes: Uint8Array): void;
  readDifference(newer: string, older: string): Uint8Array | null;
  putDifference(newer: string, older: string, bytes: Uint8Array): void;
  readLoudness(sha256: string): Loudness | null;
  putLoudness(sha256: string, loudness: Loudness): void;
  limitBytes(): number;
  setLimit(bytes: number): void;
};

export function createSoundIndex(database: Database, now: () => number): SoundIndex {
  const find = database.prepare<[string], SoundRow>('select * from sound where sha256 = ?');
  const byUse = database.prepare<[], SoundRow>('select * from sound order by usedAt');
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
  const findDifference = database
    .prepare<[string, string], Buffer>('select bytes from difference where newer = ? and older = ?')
    .pluck();
  const insertDifference = database.prepare('insert or replace into difference values (?, ?, ?, ?)');
  const pruneDifferences = database.prepare(
    `delete from difference where rowid not in
     (select rowid from difference order by usedAt desc limit ${keptDifferences})`,
  );
  const findLoudness = database
    .prepare<[string], string>('select json from loudness where sha256 = ?')
    .pluck();
  const insertLoudness = database.prepare('insert or replace into loudness values (?, ?, ?)');
  const pruneLoudness = database.prepare(
    `delete from loudness where sha256 not in
     (select sha256 from loudness order by usedAt desc limit ${keptLoudness})`,
  );
  const readLimit = database
    .prepare<[], number>("select value from setting where name = 'limitBytes'")
    .pluck();
  const writeLimit = database.prepare("insert or replace into setting values ('limitBytes', ?)");
  /** A counter, because two uses may fall into one millisecond and the clock may be set back. */
  let lastUse = database.prepare<[], number>('select coalesce(max(usedAt), 0) from sound').pluck().get() ?? 0;

  return {
    find: (sha256) => find.get(sha256),
    listByUse: () => byUse.all(),
    totalBytes: () => sum.get() ?? 0,
    add: (sha256, size) => void insert.run(sha256, size, ++lastUse),
    use: (sha256) => void touch.run(++lastUse, sha256),
    setFilled: (sha256, bytes) => void setFilled.run(bytes, sha256),
    setComplete: (sha256) => void setComplete.run(sha256),
    remove: (sha256) => void remove.run(sha256),
    readPeaks: (sha256) => findPeaks.get(sha256) ?? null,
    putPeaks(sha256, bytes) {
      insertPeaks.run(sha256, bytes, now());
      prunePeaks.run();
    },
    readDifference: (newer, older) => findDifference.get(newer, older) ?? null,
    putDifference(newer, older, bytes) {
      insertDifference.run(newer, older, bytes, now());
      pruneDifferences.run();
    },
    readLoudness(sha256) {
      const json = findLoudness.get(sha256);
      return json === undefined ? null : JSON.parse(json);
    },
    putLoudness(sha256, loudness) {
      insertLoudness.run(sha256, JSON.stringify(loudness), now());
      pruneLoudness.run();
    },
    limitBytes: () => readLimit.get() ?? defaultLimitBytes,
    setLimit: (bytes) => void writeLimit.run(bytes),
  };
}
