import { knownMembers } from '../known-members.ts';

/** What Electron tells of a frame; the stand-in speaks of main frames only, since only they run a preload script. */
export function mainFrame(url: string) {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  const origin =
    /^(https?|data|about|blob|file|):$/.test(protocol) || protocol === ''
      ? originOf(url)
      : `${protocol}//${new URL(url).host}`;
  return knownMembers('WebFrameMain', {
    url,
    origin,
    parent: null,
    name: '',
    detached: false,
    isDestroyed: () => false,
  });
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : 'null');
