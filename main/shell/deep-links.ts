import { resolve } from 'node:path';
import { app } from 'electron';
import type { Log } from '../../client/common/log.ts';
import { deepLinkScheme, parseDeepLink } from '../../protocol/ipc/open-target.ts';
import type { Link } from '../../protocol/wire/activity.ts';

/**
 * Answers to `bandmate://` links from outside. macOS hands one over as an event, which may come before `ready`;
 * elsewhere it is an argument of the process that the system starts: this one, or a second one, whose arguments the
 * first is told.
 */
export function followDeepLinks(open: (link: Link) => void, log: Log): void {
  function follow(addresses: readonly string[]): void {
    const address = addresses.find((word) => word.toLowerCase().startsWith(`${deepLinkScheme}:`));
    if (address === undefined) return;
    const link = parseDeepLink(address);
    if (link) open(link);
    else log.warn({ address: address.slice(0, 200) }, 'A link leads nowhere');
  }
  app.on('open-url', (event, address) => {
    event.preventDefault();
    follow([address]);
  });
  app.on('second-instance', (_event, words) => follow(words));
  follow(process.argv);
}

/** Makes this app the one that the system opens such links with. On macOS the bundle says so, too. */
export function claimDeepLinks(log: Log): void {
  // Not packaged, the executable is Electron's own and has to be told which app it is to run.
  const folder = process.argv[1];
  const isClaimed =
    app.isPackaged || folder === undefined
      ? app.setAsDefaultProtocolClient(deepLinkScheme)
      : app.setAsDefaultProtocolClient(deepLinkScheme, process.execPath, [resolve(folder)]);
  if (!isClaimed) log.info('The system doesn’t open links with this app');
}
