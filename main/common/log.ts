import { mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino } from 'pino';
import type { Log } from '../../client/common/log.ts';

/** Writes JSON lines to a file. Never throws: a full disk must not break what the log only reports. */
export function createLog(file: string): Log {
  makeRoom(file);
  const redact = ['cookie', 'password', '*.cookie', '*.password'];
  const descriptor = openSync(file, 'a');
  const write = (line: string) => {
    try {
      writeSync(descriptor, line);
    } catch {
      // The disk is full or gone, and there is no other place to report it.
    }
  };
  return pino({ base: null, redact }, { write });
}

const largestLogBytes = 5 * 1024 ** 2;

/** At the start, a large file becomes `<file>.1` and replaces the previous one. */
function makeRoom(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) renameSync(file, `${file}.1`);
}
