import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../main/common/open-sqlite.ts';
import { type Salvaged, salvage } from '../../../main/common/salvage.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

const pageBytes = 4096;
const rows = 1_000;
const textOf = (id: number) => `${id}: `.padEnd(80, 'abcdefgh');
const create = 'create table note (id text primary key, text text not null) strict';

/** Opens the file as the app does, and salvages a damaged one. */
function open(path: string) {
  let result: Salvaged | undefined;
  const { database, setAside } = openSqlite({
    ...{ path, synchronous: 'FULL', version: 1, create, log: createQuietLog() },
    refill(fresh, damaged) {
      const plan = {
        table: 'note',
        isSound: ({ id, text }: Record<string, unknown>) => text === textOf(Number(id)),
      };
      result = salvage(fresh, damaged, [plan]).get('note');
    },
  });
  disposeLater(() => database.close());
  const ids = database.prepare<[], number>('select cast(id as integer) from note order by 1').pluck().all();
  return { ids, setAside, result };
}

function insert(database: Database.Database, from: number, to: number): void {
  const statement = database.prepare('insert into note values (?, ?)');
  database.transaction(() => {
    for (let id = from; id < to; id++) statement.run(String(id), textOf(id));
  })();
}

async function makeFile(): Promise<string> {
  const path = join(await temporaryFolder(), 'notes.sqlite');
  const { database } = openSqlite({ path, synchronous: 'FULL', version: 1, create, log: createQuietLog() });
  insert(database, 0, rows);
  database.close();
  return path;
}

const change = (path: string, at: number, bytes: Buffer) => {
  const file = readFileSync(path);
  bytes.copy(file, at);
  writeFileSync(path, file);
};

/** The pages of the table that hold rows, by their number from 0. */
function leavesOf(path: string): number[] {
  const file = readFileSync(path);
  const leaves: number[] = [];
  for (let page = 1; page < file.length / pageBytes; page++) {
    if (file[page * pageBytes] === 13) leaves.push(page);
  }
  return leaves;
}

const all = Array.from({ length: rows }, (_, id) => id);

describe('a damaged file', () => {
  it('with any byte of its header changed is read completely', async () => {
    const path = await makeFile();
    const good = readFileSync(path);
    let salvaged = 0;
    for (let at = 0; at < 100; at++) {
      const damaged = join(await temporaryFolder(), 'notes.sqlite');
      writeFileSync(damaged, good);
      change(damaged, at, Buffer.from([(good[at] ?? 0) ^ 0xff]));
      const { ids, setAside, result } = open(damaged);
      expect(ids, `byte ${at}`).toEqual(all);
      if (setAside === null) continue;
      salvaged++;
      expect(result).toEqual({ taken: rows, isWhole: true });
    }
    expect(salvaged).toBeGreaterThan(15);
  }, 60_000);

  it('with one damaged page loses only the rows of that page', async () => {
    const path = await makeFile();
    const leaves = leavesOf(path);
    const [first = 0, middle = 0, last = 0] = [0, leaves.length >> 1, leaves.length - 1].map(
      (n) => leaves[n],
    );
    for (const page of [first, middle, last]) {
      const damaged = join(await temporaryFolder(), 'notes.sqlite');
      copyFileSync(path, damaged);
      change(damaged, page * pageBytes, Buffer.alloc(pageBytes));
      const { ids, setAside, result } = open(damaged);
      expect(ids.length, `page ${page}`).toBeGreaterThan(rows - 60);
      expect(result).toEqual({ taken: ids.length, isWhole: false });
      // The damaged file is kept unchanged.
      expect(readFileSync(String(setAside)).length).toBe(readFileSync(path).length);
    }
  });

  it('that is cut short keeps the rows before the cut', async () => {
    const path = await makeFile();
    truncateSync(path, Math.floor(readFileSync(path).length * 0.6) + 100);
    const { ids, result } = open(path);
    expect(ids.length).toBeGreaterThan(rows / 4);
    expect(result?.isWhole).toBe(false);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('with random damage gives only sound rows, and always opens', async () => {
    const path = await makeFile();
    const good = readFileSync(path);
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 48_271) % 0x7fffffff;
      return seed % below;
    };
    for (let round = 0; round < 40; round++) {
      const damaged = join(await temporaryFolder(), 'notes.sqlite');
      const bytes = Buffer.from(good);
      for (let n = 0; n < 12; n++) bytes[random(bytes.length)] = random(256);
      writeFileSync(damaged, bytes);
      const { ids, setAside } = open(damaged);
      if (setAside === null) continue;
      expect(existsSync(setAside)).toBe(true);
      expect(ids.filter((id) => !all.includes(id))).toEqual([]);
      expect(new Set(ids).size).toBe(ids.length);
    }
  }, 60_000);

  it('that is not a database is replaced by an empty one', async () => {
    const path = join(await temporaryFolder(), 'notes.sqlite');
    writeFileSync(path, 'no database, '.repeat(1_000));
    expect(open(path)).toMatchObject({ ids: [], result: { taken: 0, isWhole: false } });
  });
});

describe('a damaged log', () => {
  /** A file with ten transactions in its log, as a crash leaves it. */
  async function makeLog() {
    const path = await makeFile();
    const writer = new Database(path);
    disposeLater(() => writer.close());
    writer.pragma('wal_autocheckpoint = 0');
    for (let n = 0; n < 10; n++) insert(writer, rows + n * 10, rows + n * 10 + 10);
    const left = join(await temporaryFolder(), 'notes.sqlite');
    copyFileSync(path, left);
    copyFileSync(`${path}-wal`, `${left}-wal`);
    return { path: left, log: readFileSync(`${left}-wal`) };
  }

  it('with damage in its middle is noticed, and costs at most the rows in that place', async () => {
    const { path, log } = await makeLog();
    for (let at = 40; at < log.length * 0.7; at += 3_001) {
      const damaged = join(await temporaryFolder(), 'notes.sqlite');
      copyFileSync(path, damaged);
      const bytes = Buffer.from(log);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      writeFileSync(`${damaged}-wal`, bytes);
      const { ids, setAside } = open(damaged);
      expect(ids.length, `byte ${at}`).toBeGreaterThan(rows + 40);
      expect(setAside, `byte ${at}`).not.toBeNull();
    }
  }, 60_000);

  it('with a damaged header is read completely', async () => {
    const { path } = await makeLog();
    change(`${path}-wal`, 0, Buffer.alloc(32));
    const { ids, result } = open(path);
    expect(ids).toHaveLength(rows + 100);
    expect(result).toEqual({ taken: rows + 100, isWhole: true });
  });

  it('that a power cut left incomplete at its end counts as sound', async () => {
    const { path, log } = await makeLog();
    truncateSync(`${path}-wal`, log.length - 100);
    const { ids, setAside } = open(path);
    expect(setAside).toBeNull();
    expect(ids).toHaveLength(rows + 90);
  });
});

it('an interrupted salvage runs again at the next start', async () => {
  const path = await makeFile();
  change(path, 0, Buffer.from('nothing'));
  const options = { path, synchronous: 'FULL', version: 1, create, log: createQuietLog() } as const;
  const breakOff = () =>
    openSqlite({
      ...options,
      refill: () => {
        throw new Error('the disk is full');
      },
    });
  expect(breakOff).toThrow('the disk is full');
  expect(readdirSync(join(path, '..')).some((name) => name.includes('set-aside'))).toBe(false);
  expect(open(path).ids).toEqual(all);
  expect(readdirSync(join(path, '..')).some((name) => /mended|refilled/.test(name))).toBe(false);
});
