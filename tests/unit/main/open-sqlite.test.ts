import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../main/common/open-sqlite.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { createQuietLog } from '../../helpers/quiet-log.ts';

async function openIn(path: string, synchronous: 'FULL' | 'NORMAL' = 'FULL') {
  const opened = openSqlite({
    path,
    synchronous,
    version: 1,
    create: 'create table t (a)',
    log: createQuietLog(),
  });
  disposeLater(() => opened.database.close());
  return opened;
}

describe('one of our databases', () => {
  it.each([
    ['FULL' as const, 2],
    ['NORMAL' as const, 1],
  ])('runs with the requested synchronous level: %s', async (synchronous, level) => {
    const { database } = await openIn(join(await temporaryFolder(), 'x.sqlite'), synchronous);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(level);
  });

  it('sets a damaged file aside and keeps it', async () => {
    const path = join(await temporaryFolder(), 'x.sqlite');
    writeFileSync(path, 'no database, '.repeat(100));
    const { setAside } = await openIn(path);
    expect(setAside && existsSync(setAside)).toBe(true);
  });

  it('does not set aside a file that another process has locked', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'x.sqlite');
    const holder = new Database(path);
    disposeLater(() => holder.close());
    holder.pragma('locking_mode = EXCLUSIVE');
    holder.exec('begin exclusive; create table t (a); commit');
    await expect(openIn(path)).rejects.toThrow('locked');
    expect(readdirSync(folder).filter((name) => name.includes('set-aside'))).toEqual([]);
  }, 20_000);
});
