import type { IncomingHttpHeaders } from 'node:http';

/**
 * Checks the `Origin` of a state-changing request or handshake. Allowed: none (not a browser, so no foreign page can
 * use someone's cookie), the server's own host, its public address, and the allow-listed ones. CORS alone doesn't stop
 * a foreign page from opening a WebSocket with the user's cookie.
 */
export function createOriginCheck(options: {
  publicUrl: string | null;
  allowedOrigins: string[];
}): (headers: IncomingHttpHeaders) => boolean {
  const allowed = new Set(options.allowedOrigins);
  if (options.publicUrl) allowed.add(new URL(options.publicUrl).origin);
  return ({ origin, host }) => {
    if (origin === undefined || allowed.has(origin)) return true;
    // "null" (sandboxed frames, file:) and anything else that isn't an address is foreign.
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
  };
}
