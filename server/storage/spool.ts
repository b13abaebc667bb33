import { randomUUID } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorCode } from './disk.ts';
import type { StoredBytes } from './stored-bytes.ts';

const prefix = 'bandmate-spool-';

let folder: Promise<string> | undefined;

/** This process's folder for copies of stored bytes on this machine's disk. It disappears with the process. */
export function spoolFolder(): Promise<string> {
  folder ??= makeFolder();
  return folder;
}

/** Lets `use` read the bytes as a file of this machine, which is removed afterwards. */
export async function withSpooledFile<Result>(
  bytes: Pick<StoredBytes, 'stream'>,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const path = join(await spoolFolder(), randomUUID());
  try {
    await pipeline(bytes.stream(), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
}

/** Removes the folders of processes that ended without doing so. */
export async function removeLeftSpools(): Promise<void> {
  const own = await folder;
  for (const name of await readdir(tmpdir())) {
    const pid = Number(/^bandmate-spool-(\d+)-/.exec(name)?.[1]);
    const path = join(tmpdir(), name);
    // In a container, the process before us had our id.
    if (!pid || path === own || (pid !== process.pid && isAlive(pid))) continue;
    await rm(path, { recursive: true, force: true });
  }
}

async function makeFolder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It belongs to another user.
    return errorCode(error) === 'EPERM';
  }
}
