import { ReadFailure } from './read.ts';

/** What was read is not there for this person (any more): deleted, or they are out. Asking again won't help. */
export function isGone(error: Error | null): boolean {
  return error instanceof ReadFailure && (error.kind === 'not-found' || error.kind === 'forbidden');
}
