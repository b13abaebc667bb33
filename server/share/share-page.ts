import { readFileSync } from 'node:fs';
import { Router } from 'express';
import type { ServerContext } from '../context.ts';
import { findShared } from './shares.ts';

/** Two files of this server and nothing inline, so that hostile text in the page stays text. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const read = (name: string) => readFileSync(new URL(`./page/${name}`, import.meta.url));

/** The page that a link opens in a browser. It is the same for all links and asks the server what to show. */
export function createSharePage({
  db,
  environment: { clock },
}: Pick<ServerContext, 'db' | 'environment'>): Router {
  const [html, css, script] = [read('page.html'), read('page.css'), read('page.js')];
  const router = Router();
  router.get('/share/:token', async (request, response) => {
    const shared = await findShared(db, clock, request.params.token);
    response.setHeader('Content-Security-Policy', contentSecurityPolicy);
    response
      .status(shared ? 200 : 404)
      .type('html')
      .send(html);
  });
  router.get('/share/page/page.css', (_request, response) => void response.type('css').send(css));
  router.get('/share/page/page.js', (_request, response) => void response.type('js').send(script));
  return router;
}
