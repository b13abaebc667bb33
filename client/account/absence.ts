import { absenceMilliseconds } from '../../common/place-of-news.ts';
import type { AccountSettings } from '../../protocol/ipc/settings.ts';

/**
 * The settings that change when the user is seen. An absence that begins before the summary of the last one is dismissed
 * continues it.
 */
export function seenAt(now: number, { lastSeenAt, absence }: AccountSettings): Partial<AccountSettings> {
  if (lastSeenAt === undefined || now - lastSeenAt < absenceMilliseconds) return { lastSeenAt: now };
  return { lastSeenAt: now, absence: { from: absence?.from ?? lastSeenAt, until: now } };
}
