import { ReadFailure } from '../bridge/read.ts';

/** Whether something was never read here and can't be now: it comes by itself with the network. */
export function isUnread(error: Error): boolean {
  return error instanceof ReadFailure && error.kind === 'offline';
}

/** Why something can't be shown that would have to be read first. */
export function unreadSentence(error: Error): string {
  return isUnread(error)
    ? 'This was never opened on this machine; it needs the network once. It shows by itself when the server is reached.'
    : error.message;
}
