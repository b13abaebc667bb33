const codes = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'];

/** Whether an error of a file or of SQLite means that the disk is full. `SHMSIZE` concerns SQLite's shared-memory file. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
