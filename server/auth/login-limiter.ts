const windowMilliseconds = 15 * 60 * 1000;
const maximumEntries = 50_000;

/**
 * Counts sign-ins that did not succeed in the last 15 minutes, for each address and e-mail, in memory: a restart
 * forgives, which guessing can't bring about.
 */
export type LoginLimiter = {
  /**
   * Asked before the password is looked at. True counts the attempt as failed until `succeeded` says otherwise, so
   * that many at once don't slip through. A refused attempt is not counted.
   */
  mayTry(address: string, email: string): boolean;
  succeeded(address: string, email: string): void;
};

/** `maximum` failures are allowed; 0 = no limit. `now` is monotonic, in milliseconds. */
export function createLoginLimiter(
  maximum: number,
  now: () => number = () => performance.now(),
): LoginLimiter {
  const attempts = new Map<string, number[]>();
  const keyOf = (address: string, email: string) => `${address} ${email.toLowerCase()}`;

  return {
    mayTry(address, email) {
      if (maximum === 0) return true;
      const key = keyOf(address, email);
      const recent = (attempts.get(key) ?? []).filter((at) => at > now() - windowMilliseconds);
      if (recent.length >= maximum) return false;
      // Set anew, so that the map's first entry is the one tried longest ago.
      attempts.delete(key);
      attempts.set(key, [...recent, now()]);
      if (attempts.size > maximumEntries) attempts.delete(attempts.keys().next().value ?? '');
      return true;
    },
    succeeded: (address, email) => void attempts.delete(keyOf(address, email)),
  };
}
