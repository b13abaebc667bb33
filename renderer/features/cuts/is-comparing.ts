import type { File } from '../../../protocol/wire/file.ts';

/** How long after its arrival a version may still be compared, in milliseconds. Later, it won't be: there was a reason. */
const patience = 10 * 60_000;

/** Whether a version and the one before it are likely being compared now. */
export function isComparing(file: File, previous: File, now: number): boolean {
  return (
    file.audio !== undefined && previous.audio !== undefined && now - Date.parse(file.createdAt) < patience
  );
}
