import { clientText } from '../../client/text.ts';

/** Strings about reaching a server and opening an account. */
export const sessionText = {
  timedOut: clientText.timedOut,
  refused: (serverUrl: string) => `Can’t reach the server at ${serverUrl}.`,
  unknownAddress: (serverUrl: string) => `Can’t find the address ${serverUrl}.`,
  noHttps: (serverUrl: string) =>
    `${serverUrl} doesn’t support https. If it’s your band’s own server without a proxy, write http:// before its address.`,
  untrusted: (serverUrl: string, code: string) =>
    `This computer doesn’t trust the certificate of ${serverUrl} (${code}).`,
  newerData: (version: string) =>
    `The data on this computer were written by BandMate ${version}, which is newer than this one. Nothing was changed. Install that version or a later one.`,
  unreachable: (serverUrl: string, code: string) => `Can’t reach ${serverUrl}${code && ` (${code})`}.`,

  onlyInBrowser: 'This works only in a browser.',
  browserCancelled: 'Signing in was cancelled.',
  browserTimedOut: 'Signing in took too long. Start again.',
  /** In the browser. */
  browserFailed: 'The sign-in didn’t work. Go back to the BandMate app.',
  notForUs: 'This isn’t a sign-in that the BandMate app on this computer is waiting for.',
  noBrowser: (address: string) => `Couldn’t open your browser. Open ${address} in it.`,

  alreadyRunning: 'BandMate is already running for this account on this computer. Close it first.',
  diskFull: 'This computer’s disk is full, and BandMate needs some space to open its files. Nothing is lost.',
  fileNotListed: 'That file is no longer listed.',
};
