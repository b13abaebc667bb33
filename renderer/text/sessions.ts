import { formatAgo } from './format.ts';

export const sessionsText = {
  heading: 'Where you’re signed in',
  list: 'Signed-in devices',
  loading: 'Loading your devices',
  thisDevice: 'This device',
  facts: (address: string, lastUsed: string) => [address, lastUsed].filter(Boolean).join(' · '),
  /** `now` or `3 h` since the device was used. */
  lastUsed: (at: number, now: number) => {
    const ago = formatAgo(at, now);
    if (ago === 'now') return 'active now';
    return `last active ${/^\d+ (min|h|d)$/.test(ago) ? `${ago} ago` : ago}`;
  },
  end: 'Sign out',
  endOne: (device: string) => `Sign out ${device}`,
  endOthers: 'Sign out everywhere else',
  endFailed: 'Couldn’t sign the device out',
};
