import { spawnSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { bareEnvironment } from './bare-environment.ts';
import { disposeLater, temporaryFolder } from './disposal.ts';

/** Whether a test can make a disk here: on Linux, if users may create namespaces. */
export const canMakeDisks =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;

/**
 * Runs a shell script in which `$DISK` is a disk of that size that disappears with the shell. `grow` in the script
 * resizes the disk to a number of kilobytes.
 */
export async function onDisk(kilobytes: number, text: string, environment: Record<string, string>) {
  const disk = await temporaryFolder();
  const script = `
    mount -t tmpfs -o size=${kilobytes}k tmpfs "$DISK" || exit 99
    grow() { mount -o remount,size=$1k "$DISK"; }
    ${text}`;
  const env = { ...bareEnvironment(), DISK: disk, ...environment };
  const { status, stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', script], { env });
  return { status, made: stdout.toString().trim(), messages: stderr.toString() };
}

/** The call by which the server writes. */
type Write = (bytes: Uint8Array, offset: number, length: number, position: number) => Promise<object>;

/** After that many bytes, makes writes to files (except SQLite's) fail as on a full disk, until `free` is called. */
export async function fillDisk(bytesLeft: number): Promise<{ free(): void }> {
  const handle = await open(join(await temporaryFolder(), 'any'), 'w');
  const prototype: { write: Write } = Object.getPrototypeOf(handle);
  await handle.close();
  const { write } = prototype;
  const free = () => {
    prototype.write = write;
  };
  disposeLater(free);
  let left = bytesLeft;
  prototype.write = async function (bytes, offset, length, position) {
    if (left === 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const taken = Math.min(left, length);
    left -= taken;
    return write.call(this, bytes, offset, taken, position);
  };
  return { free };
}

/** Makes the pragmas that `isIt` selects fail with that code, as on a full disk, until `free` is called. */
export function failPragma(code: string, isIt: (text: string) => boolean): { free(): void } {
  const { pragma } = SQLite.prototype;
  const free = () => {
    SQLite.prototype.pragma = pragma;
  };
  disposeLater(free);
  SQLite.prototype.pragma = function (this: SQLite.Database, ...what) {
    if (isIt(what[0])) throw new SQLite.SqliteError('disk I/O error', code);
    return pragma.apply(this, what);
  };
  return { free };
}
