import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export const cookiePrefix = 'bandmate';

type CookieOptions = { secret: string; secureCookies: boolean };

/** The name that better-auth gives it. The prefix makes browsers refuse it over plain HTTP. */
function cookieName({ secureCookies }: CookieOptions): string {
  return `${secureCookies ? '__Secure-' : ''}${cookiePrefix}.session_token`;
}

function sign(token: string, { secret }: CookieOptions): string {
  return createHmac('sha256', secret).update(token).digest('base64');
}

/**
 * The `Set-Cookie` line for a session in better-auth's format: `token.signature`, where the signature is the base64 of
 * HMAC-SHA256. better-auth has no call that prolongs a session, so we write the cookie ourselves then.
 */
export function sessionCookie(
  token: string,
  options: CookieOptions & {
    /** null = until the browser closes. */
    maxAgeSeconds: number | null;
  },
): string {
  return [
    `${cookieName(options)}=${encodeURIComponent(`${token}.${sign(token, options)}`)}`,
    ...(options.maxAgeSeconds === null ? [] : [`Max-Age=${options.maxAgeSeconds}`]),
    'Path=/',
    'HttpOnly',
    ...(options.secureCookies ? ['Secure'] : []),
    'SameSite=Lax',
  ].join('; ');
}

/** The token in the session cookie, or null if there is none with our signature. Checks every cookie of the name. */
export function readSessionCookie({ cookie }: IncomingHttpHeaders, options: CookieOptions): string | null {
  const prefix = `${cookieName(options)}=`;
  for (const pair of cookie?.split(';') ?? []) {
    const trimmed = pair.trim();
    if (!trimmed.startsWith(prefix)) continue;
    const value = decode(trimmed.slice(prefix.length));
    const dot = value.indexOf('.');
    const token = value.slice(0, Math.max(dot, 0));
    if (token !== '' && isEqual(value.slice(dot + 1), sign(token, options))) return token;
  }
  return null;
}

/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1), or null. */
export function readBearer({ authorization }: IncomingHttpHeaders): string | null {
  return /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A malformed escape can't be ours, and the signature check fails below.
    return value;
  }
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
