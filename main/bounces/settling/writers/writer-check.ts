/** Whether a program has a file open for writing; `unknown` where the system can't tell. */
export type WriterState = 'open' | 'none' | 'unknown';

export type FileToCheck = { path: string; device: string; inode: string };

/** Costs milliseconds, so it is only called for settling files that did not change since the last look. */
export type WriterCheck = (file: FileToCheck) => Promise<WriterState>;
