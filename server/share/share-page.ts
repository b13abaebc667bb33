import { Router } from 'express';
import { clientAddress } from '../auth/client-address.ts';
import type { ServerContext } from '../context.ts';
import { createFairQueue } from '../fair-queue.ts';
import { sendFailure, sendRateLimited } from '../http/answer.ts';
import { isSound, type Measurements } from '../measurements/measurements.ts';
import type { HeldBuild } from '../web/held-build.ts';
import { sharePagePath } from '../web/web-build.ts';
import { pageHeaders } from '../web/web-page.ts';
import { createPreviewImages } from './preview-image.ts';
import { describeShared, type Preview, previewOfNothing, tagsOf } from './preview-tags.ts';
import { findSharedFile, readSharedSongs } from './shared-songs.ts';
import { findShared, unknownLink } from './shares.ts';

/** A server without a build of the pages still says what it is, and programs see the preview. */
const bare = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>BandMate</title>
  </head>
  <body><p>This server has no pages for browsers yet. Its operator can add them with “npm run build”.</p></body>
</html>
`;

/** One image is drawn at a time, and addresses take turns. */
const drawing = { running: 1, waitingPerSender: 4, waiting: 40 };

/**
 * The page that a link opens in a browser. It is the same for all links and asks the server what to show, except for what
 * programs that never run its script read: the title, and the preview of a pasted link.
 */
export function createSharePage(
  { db, environment: { clock }, publicUrl }: Pick<ServerContext, 'db' | 'environment' | 'publicUrl'>,
  { measurements, web }: { measurements: Measurements; web: HeldBuild },
): Router {
  const images = createPreviewImages();
  const turns = createFairQueue(drawing);
  const router = Router();

  async function readPreview(token: string): Promise<Preview | null> {
    const shared = await findShared(db, clock, token);
    if (!shared) return null;
    // Nobody who pastes a link has given its password in the program that shows the preview.
    if (shared.passwordHash !== null) return previewOfNothing;
    return describeShared(shared, await readSharedSongs(db, shared));
  }

  router.get('/share/:token', async (request, response) => {
    const { token } = request.params;
    const preview = await readPreview(token);
    const built = (await web(sharePagePath))?.get(sharePagePath)?.body.toString('utf8');
    const html = (built ?? bare)
      // The page is not beside its files, as the app's is.
      .replaceAll(/(src|href)="\.\//g, '$1="/')
      .replace(/<title>[^<]*<\/title>/, () => tagsOf(preview, `${publicUrl()}/share/${token}`));
    response
      .status(preview ? 200 : 404)
      .set(pageHeaders)
      .type('html')
      .send(html);
  });

  router.get('/share/:token/preview.png', async (request, response) => {
    const shared = await findShared(db, clock, request.params.token);
    if (!shared) return sendFailure(response, unknownLink);
    const file = shared.passwordHash === null ? await findSharedFile(db, shared) : undefined;
    const ran = await turns.run(clientAddress(request), async () => {
      const sound = file && isSound(file) ? file : null;
      const peaks = sound && (await measurements.read(sound, 'peaks'));
      return images.draw(file?.cutId ?? '', peaks?.kind === 'ready' ? peaks.bytes : null);
    });
    if (!ran) return sendRateLimited(response, 10, 'Too many pictures at once. Try again.');
    response.set('Cache-Control', 'public, max-age=300').type('png').send(ran.result);
  });
  return router;
}
