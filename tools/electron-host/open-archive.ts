import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, getRawHeader } from '@electron/asar';

export const isArchive = (path: string) => path.endsWith('.asar');

/**
 * The files of an archive in a temporary folder, which is kept for the next start. Electron's own Node reads them from the
 * archive; ours can't. The folder has the archive's name, so that paths look alike.
 */
export function openArchive(path: string): string {
  // The header holds the hash of each file.
  const { headerString } = getRawHeader(path);
  const key = createHash('sha256').update(headerString).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `electron-host-${key}`);
  const opened = join(folder, 'app.asar');
  if (existsSync(opened)) return opened;
  mkdirSync(folder, { recursive: true });
  const partial = join(folder, `partial-${process.pid}`);
  extractAll(path, partial);
  try {
    renameSync(partial, opened);
  } catch (error) {
    // Another start was quicker.
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(opened)) throw error;
  }
  return opened;
}
