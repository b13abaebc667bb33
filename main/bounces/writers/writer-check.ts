/** Whether a program has a file open for writing; `unknown` where the system can't tell. */
export type WriterState = 'open' | 'none' | 'unknown';

export type FileToCheck = { path: string; device: string; inode: string };

/** Asks the system. Costs milliseconds, so it is asked only about files that settle and have just not changed. */
export type WriterCheck = (file: FileToCheck) => Promise<WriterState>;
