import { resolve } from 'node:path';
import { app } from 'electron';
import type { Log } from '../../client/common/log.ts';
import { parseJoinLink } from '../../protocol/ipc/invitation-link.ts';
import { deepLinkScheme, type OpenTarget, parseDeepLink } from '../../protocol/ipc/open-target.ts';
import type { BrowserAnswer } from '../session/browser-sign-in.ts';
import { parseSignInLink } from './parse-sign-in-link.ts';

/**
 * Opens `bandmate://` links from outside the app. macOS delivers a link as an event, which may come before `ready`. On
 * other systems it is an argument of the process that the system starts: this one, or a second one, whose arguments
 * Electron passes to the first.
 */
export function followDeepLinks(
  open: (target: OpenTarget) => void,
  receiveSignIn: (answer: BrowserAnswer) => void,
  log: Log,
): void {
  function follow(addresses: readonly string[]): void {
    const address = addresses.find((word) => word.toLowerCase().startsWith(`${deepLinkScheme}:`));
    if (address === undefined) return;
    const answer = parseSignInLink(address);
    const invitation = parseJoinLink(address);
    const link = parseDeepLink(address);
    if (answer) receiveSignIn(answer);
    else if (invitation) open({ kind: 'invitation', ...invitation });
    else if (link) open({ kind: 'place', link });
    else log.warn({ address: address.split('?', 1)[0]?.slice(0, 200) }, 'A deep link is invalid');
  }
  app.on('open-url', (event, address) => {
    event.preventDefault();
    follow([address]);
  });
  app.on('second-instance', (_event, words) => follow(words));
  follow(process.argv);
}

/** Registers this app for such links. On macOS, the app bundle declares it too. */
export function claimDeepLinks(log: Log): void {
  // Unpackaged, the executable is Electron's own and needs the app's folder as an argument.
  const folder = process.argv[1];
  const isClaimed =
    app.isPackaged || folder === undefined
      ? app.setAsDefaultProtocolClient(deepLinkScheme)
      : app.setAsDefaultProtocolClient(deepLinkScheme, process.execPath, [resolve(folder)]);
  if (!isClaimed) log.info('The system refused to register the app for deep links');
}
