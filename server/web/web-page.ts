import type { Request, RequestHandler, Response } from 'express';
import { contentSecurityPolicy } from '../../protocol/page/content-security-policy.ts';
import { readWebBuild, type WebBuild, type WebFile } from './web-build.ts';

/** What the page may ask of the browser beside its own policy: nothing, and no window that opened it may reach in. */
const pageHeaders = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

/** Vite puts the hash of its content into the name of everything in `assets/`: such a file never changes. */
const forGood = 'public, max-age=31536000, immutable';

/** Whoever asks for files that aren't there must not have the disk read for each. */
const rereadMilliseconds = 1_000;

/** What programs ask for: there an address that isn't known is an error in JSON and never a page. */
const isForPrograms = (path: string) => /^\/(api|socket\.io|media|share)(\/|$)/.test(path);

const explanation = `This is a BandMate server, and it has no page for browsers yet.

The app needs none: it connects to this very address. An invitation's link is pasted into the app as it is.

Whoever runs the server makes the page with "npm run build" in its folder; then this address shows it.
`;

/**
 * The renderer for bandmates without the app, at `/`. It finds its places behind `#`, so the server has one page and one
 * way to it: whoever opens another address in a browser (an invitation, `/projects/…`) is led to the same one behind
 * `/#`. So an invitation's token is in no request for files, no `Referer` and no proxy's log of these.
 */
export function createWebPage(directory: string): RequestHandler {
  let build: WebBuild | null = null;
  let reading: Promise<void> | undefined;
  let readAgainAt = Number.NEGATIVE_INFINITY;

  /** One at a time, for all who wait for it. What is held stays until there is another one that is whole. */
  function read(): Promise<void> {
    reading ??= readWebBuild(directory)
      .then((found) => {
        build = found ?? build;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  }

  /** Read when it is first asked for, and again when someone asks for a file of a build that was made since. */
  async function hold(path: string): Promise<WebBuild | null> {
    if (build === null) await read();
    else if (path.startsWith('/assets/') && !build.has(path) && performance.now() >= readAgainAt) {
      readAgainAt = performance.now() + rereadMilliseconds;
      await read();
    }
    return build;
  }

  return async (request, response, next) => {
    const { method, path } = request;
    if ((method !== 'GET' && method !== 'HEAD') || isForPrograms(path)) return next();
    const held = await hold(path);
    const file = held?.get(path);
    if (file) return send(request, response, file);
    if (!isNavigation(request)) return next();
    if (held) response.redirect(`/#${path}`);
    else response.status(503).type('text').send(explanation);
  };
}

function send(request: Request, response: Response, file: WebFile): void {
  const { body, packed, contentType } = file;
  if (request.path === '/') response.set(pageHeaders);
  else response.set('Cache-Control', request.path.startsWith('/assets/') ? forGood : 'no-cache');
  response.vary('Accept-Encoding');
  const isPacked = packed !== null && request.acceptsEncodings('gzip') === 'gzip';
  if (isPacked) response.set('Content-Encoding', 'gzip');
  response.set('Content-Type', contentType).send(isPacked ? packed : body);
}

/** Someone's browser that wants to show something, and not a script or a program that asks for data. */
function isNavigation({ headers }: Request): boolean {
  const mode = headers['sec-fetch-mode'];
  const wantsPage = /\btext\/html\b/.test(headers.accept ?? '');
  return wantsPage && (mode === undefined || mode === 'navigate');
}
