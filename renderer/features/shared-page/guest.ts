import { longestGuestName } from '../../../common/guest.ts';

/** The guest of this browser: the name they gave, and a secret that tells them from others of that name. */
export type Guest = { name: string; key: string };

const storageKey = 'bandmate.guest';

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

/** Null if nobody has commented in this browser, or it keeps nothing. */
export function readGuest(storage: Kept): Guest | null {
  try {
    const { name, key } = JSON.parse(storage.getItem(storageKey) ?? '{}') as Partial<Guest>;
    return typeof name === 'string' && typeof key === 'string' && /^[\w-]{16,64}$/.test(key)
      ? { name: name.slice(0, longestGuestName), key }
      : null;
  } catch {
    return null;
  }
}

export function keepGuest(storage: Kept, guest: Guest): void {
  try {
    storage.setItem(storageKey, JSON.stringify(guest));
  } catch {
    // A browser that keeps nothing asks for the name again.
  }
}
