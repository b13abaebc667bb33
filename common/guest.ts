/** Begins the id of everyone who comments by a share link. No account has such an id. */
export const guestPrefix = 'guest-';

/** Whether this person has no account and came by a share link. */
export function isGuest({ id }: { id: string }): boolean {
  return id.startsWith(guestPrefix);
}

const suffix = ' (guest)';

/** A guest as everybody sees them, whatever name they gave: programs that know no guests show it too. */
export function guestName(name: string): string {
  return `${name}${suffix}`;
}

/** The name that a guest gave, for places that say “guest” beside it. */
export function givenName(name: string): string {
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

/** A name without what is invisible or changes the direction of the text after it. */
export function foldName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The longest name that a guest may give. */
export const longestGuestName = 60;
