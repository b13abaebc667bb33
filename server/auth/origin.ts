import type { IncomingHttpHeaders } from 'node:http';

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
  const own = options.publicUrl ? new URL(options.publicUrl).origin : null;
  function isOwnPage({ origin, host }: IncomingHttpHeaders): boolean {
    if (origin === undefined) return false;
    // "null" (sandboxed frames, file:) and anything else that isn't an address is foreign.
    const isHost = URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
    return isHost || origin === own;
  }
  return {
    isOwnPage,
    isAllowed: (headers) => headers.origin === undefined || allowed.has(headers.origin) || isOwnPage(headers),
  };
}
