import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

export type OriginCheck = {
  isAllowed(headers: IncomingHttpHeaders): boolean;
  /** Whether the request comes from a page of the server itself. Browsers send `Origin` with each POST, unforgeably. */
  isOwnPage(headers: IncomingHttpHeaders): boolean;
};

/**
 * Checks the `Origin` of a state-changing request or handshake. Allowed: none (not a browser, so no foreign page can
 * use someone's cookie), the server's own host, its public address, and the allow-listed ones. CORS alone doesn't stop
 * a foreign page from opening a WebSocket with the user's cookie.
 */
export function createOriginCheck(options: {
  publicUrl: string | null;
  allowedOrigins: string[];
}): OriginCheck {
  const allowed = new Set(options.allowedOrigins);
  const own = options.publicUrl ? new URL(options.publicUrl) : null;
  function isOwnPage({ origin, host }: IncomingHttpHeaders): boolean {
    if (origin === undefined) return false;
    // "null" (sandboxed frames, file:) and anything else that isn't an address is foreign.
    const isHost = URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
    return origin === own?.origin || (isHost && isTrustedHost(new URL(origin).hostname, own));
  }
  return {
    isOwnPage,
    isAllowed: (headers) => headers.origin === undefined || allowed.has(headers.origin) || isOwnPage(headers),
  };
}

/**
 * A foreign page can let its own name point to this server (DNS rebinding), so that `Host` and `Origin` agree. No name
 * can do that to an address or to `localhost`. Without a public address any name may be the server's.
 */
function isTrustedHost(hostname: string, own: URL | null): boolean {
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  return own === null || hostname === own.hostname || hostname === 'localhost' || isAddress;
}
