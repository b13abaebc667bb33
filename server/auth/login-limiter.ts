const windowMilliseconds = 15 * 60 * 1000;
const maximumEntries = 50_000;

/**
 * Counts failed sign-ins of the last 15 minutes for each address and e-mail, in memory: a restart forgives, which
 * guessing can't bring about. `isBlocked` is asked before the password is looked at.
 */
export type LoginLimiter = {
  isBlocked(address: string, email: string): boolean;
  failed(address: string, email: string): void;
  succeeded(address: string, email: string): void;
};

/** `maximum` failures are allowed; 0 = no limit. `now` in milliseconds of Unix time. */
export function createLoginLimiter(maximum: number, now: () => number = Date.now): LoginLimiter {
  const failures = new Map<string, number[]>();
  const keyOf = (address: string, email: string) => `${address} ${email.toLowerCase()}`;
  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => at > now() - windowMilliseconds);

  return {
    isBlocked: (address, email) => maximum > 0 && recent(keyOf(address, email)).length >= maximum,
    failed(address, email) {
      const key = keyOf(address, email);
      const kept = [...recent(key), now()];
      // Set anew, so that the map's order is the order of the last failure and its first entry is the oldest.
      failures.delete(key);
      failures.set(key, kept);
      if (failures.size > maximumEntries) failures.delete(failures.keys().next().value ?? '');
    },
    succeeded: (address, email) => void failures.delete(keyOf(address, email)),
  };
}
