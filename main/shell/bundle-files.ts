import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import {
  contentSecurityPolicy,
  scriptContentSecurityPolicy,
} from '../../protocol/page/content-security-policy.ts';
import { contentTypes } from '../../protocol/page/content-types.ts';

export const bundleOrigin = 'app://bundle';

/**
 * The file below `root` that a URL of the bundle names; null for another host or a path out of `root`. Decodes the path
 * before checking it, so `%2e%2e`, `%2f`, backslashes and NUL don't get past.
 */
export function bundlePath(root: string, address: string): string | null {
  const url = URL.parse(address);
  if (url?.protocol !== 'app:' || url.host !== 'bundle') return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    // An invalid escape names no file.
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = normalize(join(root, path === '/' ? 'index.html' : path));
  return file.startsWith(root + sep) ? file : null;
}

/** Answers `app://bundle/` from the built renderer, always with a strict content security policy. */
export async function serveBundle(root: string, request: Pick<Request, 'method' | 'url'>): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
  const path = bundlePath(root, request.url);
  const contentType = path === null ? undefined : contentTypes[extname(path)];
  if (path === null || contentType === undefined) return new Response(null, { status: 404 });
  let body: Buffer;
  try {
    body = await readFile(path);
  } catch {
    // Not a file of the bundle. The page's own log shows which one it requested.
    return new Response(null, { status: 404 });
  }
  const isScript = extname(path) === '.js';
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
    headers: {
      'content-type': contentType,
      'content-security-policy': isScript ? scriptContentSecurityPolicy : contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    },
  });
}
