import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FileToCheck, WriterCheck } from './writer-check.ts';

/** How long the scan may block other work at a stretch, in milliseconds. */
const turnMilliseconds = 4;

/**
 * Reads `/proc/<pid>/fd` (proc(5)): which files each process has open, and in `fdinfo` with which flags. Processes of
 * other users can't be read and don't count.
 *
 * One scan serves all requests of the same turn. A writer once found is checked directly until it closes the file, so
 * a program that pauses for minutes costs one `stat` a look.
 */
export function createLinuxWriterCheck(): WriterCheck {
  const lastSeen = new Map<string, string>();
  let upcoming: { files: FileToCheck[]; found: Promise<Map<string, string>> } | null = null;

  function joinScan(file: FileToCheck): Promise<Map<string, string>> {
    if (upcoming === null) {
      const files: FileToCheck[] = [];
      const found = nextTurn().then(() => {
        upcoming = null;
        return findWriters(files);
      });
      upcoming = { files, found };
    }
    upcoming.files.push(file);
    return upcoming.found;
  }

  return async (file) => {
    const key = keyOf(file);
    const known = lastSeen.get(key);
    if (known !== undefined && isOpenForWriting(known, file)) return 'open';
    const descriptor = (await joinScan(file)).get(key);
    if (descriptor === undefined) lastSeen.delete(key);
    else lastSeen.set(key, descriptor);
    return descriptor === undefined ? 'none' : 'open';
  };
}

const keyOf = (file: FileToCheck) => `${file.device}:${file.inode}`;

/** `/proc/<pid>/fd/<n>` of a writer for each of these files that has one, by `device:inode`. */
async function findWriters(files: FileToCheck[]): Promise<Map<string, string>> {
  const byName = Map.groupBy(files, (file) => basename(file.path));
  const found = new Map<string, string>();
  let turnEnds = performance.now() + turnMilliseconds;
  for (const process of listDirectory('/proc')) {
    if (!/^\d+$/.test(process)) continue;
    if (performance.now() > turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + turnMilliseconds;
    }
    const folder = `/proc/${process}/fd`;
    for (const number of listDirectory(folder)) {
      const descriptor = `${folder}/${number}`;
      const target = readLink(descriptor);
      const candidates = target?.startsWith('/') ? byName.get(basename(target)) : undefined;
      for (const file of candidates ?? []) {
        if (isOpenForWriting(descriptor, file)) found.set(keyOf(file), descriptor);
      }
    }
  }
  return found;
}

function isOpenForWriting(descriptor: string, file: FileToCheck): boolean {
  try {
    const stats = statSync(descriptor, { bigint: true });
    if (String(stats.ino) !== file.inode || String(stats.dev) !== file.device) return false;
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(descriptor.replace('/fd/', '/fdinfo/'), 'utf8'));
    // The two lowest bits are the access mode; 0 is O_RDONLY.
    return flags !== null && (Number.parseInt(flags[1] as string, 8) & 3) !== 0;
  } catch {
    // Closed between two reads, or its process ended.
    return false;
  }
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    // The process ended, or belongs to another user.
    return [];
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    // Closed since it was listed.
    return undefined;
  }
}
