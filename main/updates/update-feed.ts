import * as z from 'zod';

/** `updates.json` in the app's data. */
export const updateSettingsSchema = z.object({ feed: z.string().nullable() });
export const firstUpdateSettings: z.infer<typeof updateSettingsSchema> = { feed: null };

/** Where to ask for updates: at an address, or where the package itself says. */
export type UpdateFeed =
  | { kind: 'address'; url: string }
  | { kind: 'built-in' }
  | { kind: 'off'; reason: 'development' | 'no-feed' };

/** The first of: `BANDMATE_UPDATE_FEED`, `updates.json`, the package. `none` as the address turns updates off. */
export function chooseFeed(from: {
  isPackaged: boolean;
  variable: string | undefined;
  settings: z.infer<typeof updateSettingsSchema>;
  hasBuiltIn: boolean;
}): UpdateFeed {
  if (!from.isPackaged) return { kind: 'off', reason: 'development' };
  const address = from.variable || from.settings.feed;
  if (address)
    return isSafe(address) ? { kind: 'address', url: address } : { kind: 'off', reason: 'no-feed' };
  return from.hasBuiltIn ? { kind: 'built-in' } : { kind: 'off', reason: 'no-feed' };
}

/** The hashes come from the feed, so nobody on the way may change it. */
function isSafe(address: string): boolean {
  const url = URL.parse(address);
  const isHere = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1';
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere);
}
