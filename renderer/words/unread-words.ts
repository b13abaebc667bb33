import { ReadFailure } from '../bridge/read.ts';

/** Why something can't be shown that would have to be read first. */
export function unreadSentence(error: Error): string {
  return error instanceof ReadFailure && error.kind === 'offline'
    ? 'This was never opened on this machine; it needs the network once. It shows by itself when the server is reached.'
    : error.message;
}
