import { knownMembers } from '../known-members.ts';
import { addresses } from './protocol.ts';

/** Unlike Node's `URL`, also knows the origin of the app's own scheme, for which Node returns "null". */
function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null';
  const { origin, protocol, host } = new URL(url);
  return addresses.has(protocol.slice(0, -1)) ? `${protocol}//${host}` : origin;
}

/** Electron's description of a frame. The stand-in has main frames only, since only they run a preload script. */
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
