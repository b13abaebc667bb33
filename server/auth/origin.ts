import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a state-changing request or a handshake may come from where it says (docs/protocol.md): from nowhere (no browser:
 * its cookie alone decides), from the server's own host, its public address, or an allow-listed origin. CORS alone
 * doesn't stop a foreign page from opening a WebSocket with the user's cookie.
 */
export function createOriginCheck(options: {
  publicUrl: string | null;
  allowedOrigins: string[];
}): (headers: IncomingHttpHeaders) => boolean {
  const allowed = new Set(options.allowedOrigins);
  if (options.publicUrl) allowed.add(new URL(options.publicUrl).origin);
  return ({ origin, host }) => {
    if (origin === undefined || allowed.has(origin)) return true;
    // "null" (sandboxed frames, file:) and anything else that is no address is foreign.
    return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
  };
}
