import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { openDatabase } from '../../server/db/open-database.ts';

let template: Promise<Buffer> | undefined;

/**
 * Puts the database of a new server into its data folder. A server would make the same one by all migrations, which takes a
 * quarter of a second, and hundreds of tests start a server.
 */
export async function placeFreshDatabase(dataDirectory: string): Promise<void> {
  template ??= makeTemplate();
  const file = join(dataDirectory, 'bandmate.sqlite');
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  await writeFile(file, await template, { mode: 0o600 });
  const sqlite = new SQLite(file);
  // Every server has an epoch of its own.
  sqlite.pragma('synchronous = OFF');
  sqlite.prepare("update meta set value = ? where key = 'epoch'").run(randomUUID());
  sqlite.close();
}

async function makeTemplate(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'bandmate-template-'));
  try {
    const file = join(folder, 'bandmate.sqlite');
    await (await openDatabase(file)).destroy();
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
