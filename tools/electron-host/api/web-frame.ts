import { knownMembers } from '../known-members.ts';
import { addresses } from './protocol.ts';

/** Of an app's own scheme too, for which Node says "null". */
function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null';
  const { origin, protocol, host } = new URL(url);
  return addresses.has(protocol.slice(0, -1)) ? `${protocol}//${host}` : origin;
}

/** What Electron tells of a frame; the stand-in speaks of main frames only, since only they run a preload script. */
export function mainFrame(url: string) {
  return knownMembers('WebFrameMain', {
    url,
    origin: originOf(url),
    parent: null,
    name: '',
    detached: false,
    isDestroyed: () => false,
  });
}
