import { ReadFailure } from './read.ts';

/** Whether a read failed because the thing was deleted or the person was removed. Asking again won't help. */
export function isGone(error: Error | null): boolean {
  return error instanceof ReadFailure && (error.kind === 'not-found' || error.kind === 'forbidden');
}
