import type { Request, RequestHandler, Response } from 'express';
import {
  contentSecurityPolicy,
  scriptContentSecurityPolicy,
} from '../../protocol/page/content-security-policy.ts';
import type { HeldBuild } from './held-build.ts';
import { sharePagePath, type WebFile } from './web-build.ts';

/** A page gets no browser permissions, and no access from the window that opened it. */
export const pageHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

/** Vite puts the hash of its content into the name of every file in `assets/`, so such a file never changes. */
const immutableCache = 'public, max-age=31536000, immutable';

/** Paths for programs: unknown ones are answered with an error in JSON, never with a page. */
const isForPrograms = (path: string) => /^\/(api|socket\.io|media|share)(\/|$)/.test(path);

const explanation = `This is a BandMate server, and it has no page for browsers yet.

The app doesn't need it: enter this address in the app. You can paste invitation links into the app, too.

To show the page here, run "npm run build" in the server's folder.
`;

/**
 * Serves the renderer at `/`, for bandmates without the app. Its routes are behind `#`, so there is one page: any other
 * path that is opened in a browser (an invitation, `/projects/…`) is redirected to the same path behind `/#`. So an
 * invitation's token is in no later request, no `Referer` and no proxy log of these.
 */
export function createWebPage(hold: HeldBuild): RequestHandler {
  return async (request, response, next) => {
    const { method, path } = request;
    if ((method !== 'GET' && method !== 'HEAD') || isForPrograms(path)) return next();
    const held = await hold(path);
    // The page of a share link is sent for such a link only.
    const file = path === sharePagePath ? undefined : held?.get(path);
    if (file) return send(request, response, file);
    if (!isNavigation(request)) return next();
    if (held) response.redirect(`/#${path}${tokenPart(request)}`);
    else response.status(503).type('text').send(explanation);
  };
}

function send(request: Request, response: Response, file: WebFile): void {
  const { body, gzipped, contentType } = file;
  if (request.path === '/') response.set(pageHeaders);
  else response.set('Cache-Control', request.path.startsWith('/assets/') ? immutableCache : 'no-cache');
  if (contentType.startsWith('text/javascript')) {
    response.set('Content-Security-Policy', scriptContentSecurityPolicy);
  }
  response.vary('Accept-Encoding');
  const isGzipped = gzipped !== null && request.acceptsEncodings('gzip') === 'gzip';
  if (isGzipped) response.set('Content-Encoding', 'gzip');
  response.set('Content-Type', contentType).send(isGzipped ? gzipped : body);
}

/** The token of a link in a mail, as a part of the path behind `#`, so that no later request carries it. */
function tokenPart({ path, query }: Request): string {
  const { token } = query;
  const isLink = ['/reset', '/verify'].includes(path) && typeof token === 'string';
  return isLink ? `/${encodeURIComponent(token)}` : '';
}

/** Whether a browser wants to show a page, and not a script or program that fetches data. */
function isNavigation({ headers }: Request): boolean {
  const mode = headers['sec-fetch-mode'];
  const wantsPage = /\btext\/html\b/.test(headers.accept ?? '');
  return wantsPage && (mode === undefined || mode === 'navigate');
}
