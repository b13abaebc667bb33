import { failuresText } from '../text/failures.ts';
import { ReadFailure } from './read.ts';

/** Whether this was never read on this computer and can't be now. It loads as soon as the network is back. */
export function isUnread(error: Error): boolean {
  return error instanceof ReadFailure && error.kind === 'offline';
}

/** Why something that must be read first can't be shown. */
export function unreadSentence(error: Error): string {
  return isUnread(error) ? failuresText.notOnThisMachine : error.message;
}
