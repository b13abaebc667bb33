const codes = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'];

/**
 * Whether this machine's disk is full, as files and SQLite say it; `SHMSIZE` is about the file beside a database through
 * which it shares memory.
 */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
