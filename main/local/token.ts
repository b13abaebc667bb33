import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits. Made again whenever the way into the app is opened. */
export const newToken = () => randomBytes(32).toString('base64url');

/** Compares hashes, so that neither length nor content shows in the time that it takes. */
export function isSameToken(given: unknown, token: string): boolean {
  if (typeof given !== 'string') return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(token));
}
