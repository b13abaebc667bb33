import type { LogEvent } from 'kysely';

/** Hears of each statement once it has run, with its text, its time and whether it failed. */
export type OnStatement = (event: LogEvent) => void;
