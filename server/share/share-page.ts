import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Router } from 'express';
import type { ServerContext } from '../context.ts';
import { findShared } from './shares.ts';

/** Files of this server and nothing inline, so that hostile text in the page stays text. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const scripts = ['page.js', 'player.js', 'wave.js'];

const read = (path: string) => readFileSync(new URL(path, import.meta.url));

/** The app's typeface. Without it, as in an installation without the app's own packages, the system's is used. */
function readFont(): Buffer | null {
  try {
    const path = '@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2';
    return readFileSync(createRequire(import.meta.url).resolve(path));
  } catch {
    return null;
  }
}

/** The page that a link opens in a browser. It is the same for all links and asks the server what to show. */
export function createSharePage({
  db,
  environment: { clock },
}: Pick<ServerContext, 'db' | 'environment'>): Router {
  const html = read('./page/page.html');
  const styles = {
    'colours.css': read('../../renderer/ui/colours.css'),
    'page.css': read('./page/page.css'),
    'player.css': read('./page/player.css'),
  };
  const font = readFont();
  const router = Router();
  router.get('/share/:token', async (request, response) => {
    const shared = await findShared(db, clock, request.params.token);
    response.setHeader('Content-Security-Policy', contentSecurityPolicy);
    response
      .status(shared ? 200 : 404)
      .type('html')
      .send(html);
  });
  for (const [name, css] of Object.entries(styles))
    router.get(`/share/page/${name}`, (_request, response) => void response.type('css').send(css));
  for (const name of scripts) {
    const script = read(`./page/${name}`);
    router.get(`/share/page/${name}`, (_request, response) => void response.type('js').send(script));
  }
  router.get('/share/page/inter.woff2', (_request, response, next) => {
    if (!font) return next();
    response.set('Cache-Control', 'public, max-age=86400').type('woff2').send(font);
  });
  return router;
}
