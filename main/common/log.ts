import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { destination, type Logger, pino } from 'pino';

/** What the parts of main write their log with. Details are named fields; never a cookie, password or token. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** JSON lines in a file. */
export function createLog(file: string): Log {
  makeRoom(file);
  const redact = ['cookie', 'password', '*.cookie', '*.password'];
  return pino({ base: null, redact }, destination({ dest: file, sync: true }));
}

const largestLogBytes = 5 * 1024 ** 2;

/** At start a large file becomes `<file>.1`, in place of the one before. */
function makeRoom(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) renameSync(file, `${file}.1`);
}
