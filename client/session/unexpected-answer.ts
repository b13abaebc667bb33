import { clientText } from '../text.ts';

/** Explains an answer at the server's address that isn't the server's: a proxy's, or a network's sign-in page. */
export function unexpectedAnswer(serverUrl: string, status: number): string {
  const isTemporary = status >= 500 || status === 408 || status === 429;
  return isTemporary ? clientText.notReady(serverUrl, status) : clientText.notBandMate(serverUrl);
}
