import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { destination, type Logger, pino } from 'pino';

/** What the parts of main write their log with. Details are named fields; never a cookie, password or token. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** JSON lines to a file (the app) or to stderr (headless, whose stdout belongs to its own lines). */
export function createLog(
  target: { file: string } | 'stderr',
  level: 'debug' | 'info' | 'warn' = 'info',
): Log {
  if (target !== 'stderr') makeRoom(target.file);
  const stream = destination({ dest: target === 'stderr' ? 2 : target.file, sync: true });
  return pino({ level, base: null, redact: ['cookie', 'password', '*.cookie', '*.password'] }, stream);
}

const largestLogBytes = 5 * 1024 ** 2;

/** At start a large file becomes `<file>.1`, in place of the one before. */
function makeRoom(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) renameSync(file, `${file}.1`);
}
