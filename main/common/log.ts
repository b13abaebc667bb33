import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { destination, type Logger, pino } from 'pino';

/** What the parts of main write their log with. Details are named fields; never a cookie, password or token. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** JSON lines to a file (the app) or to stderr (headless, whose stdout belongs to its own lines). */
export function createLog(
  target: { file: string } | 'stderr',
  level: 'debug' | 'info' | 'warn' = 'info',
): Log {
  if (target !== 'stderr') mkdirSync(dirname(target.file), { recursive: true });
  const stream = destination({ dest: target === 'stderr' ? 2 : target.file, sync: true });
  return pino({ level, base: null, redact: ['cookie', 'password', '*.cookie', '*.password'] }, stream);
}
