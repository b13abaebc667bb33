import { join } from 'node:path';
import express, { type Router } from 'express';
import { reserveSchema } from '../../protocol/wire/upload.ts';
import type { ServerContext } from '../context.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure, sendOutcome } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import type { BlobStore } from '../storage/folder-blob-store.ts';
import { createPartStore } from '../storage/folder-part-store.ts';
import { createKeyedLock } from '../storage/keyed-lock.ts';
import { commitUpload } from './commit-upload.ts';
import { reserveUpload } from './reserve-upload.ts';
import { sweep } from './sweep.ts';
import { createTus } from './tus.ts';
import { readOwnUpload, toUpload } from './upload-row.ts';

const stopping = failure('internal', 'The server is stopping. Go on when it is back.');

const tusMethods = new Set(['HEAD', 'PATCH', 'OPTIONS']);

/** Resumable uploads (wire §3). `router` carries full paths and must stand before any body parser. */
export type UploadRoutes = {
  router: Router;
  /** Removes what was given up or is named by nothing. One at a time: a second call joins the first. */
  sweep(): Promise<void>;
  /** Lets go of every upload in progress (its bytes stay), takes no more, and resolves when nothing runs. */
  close(): Promise<void>;
};

export function createUploadRoutes(context: ServerContext, blobs: BlobStore): UploadRoutes {
  const { db, log, config } = context;
  const locks = createKeyedLock();
  const parts = createPartStore(join(config.dataDirectory, 'uploads'));
  const all = { context, db, log, blobs, parts, locks };
  const handleTus = createTus(all);
  const closing = new AbortController();
  let sweeping: Promise<void> | null = null;

  const router = express.Router();

  router.post(
    '/api/uploads/reserve',
    express.json({ limit: '64kb' }),
    signedIn(context, async (actor, request, response) => {
      const parsed = parseInput(reserveSchema, request.body);
      if (!parsed.ok) return sendFailure(response, parsed);
      sendOutcome(response, await reserveUpload(all, actor, parsed.data));
    }),
  );

  router.all(
    ['/api/uploads/tus', '/api/uploads/tus/:id'],
    signedIn(context, async (actor, request, response) => {
      const { id } = request.params;
      if (typeof id !== 'string' || !tusMethods.has(request.method)) {
        return sendFailure(
          response,
          failure('forbidden', 'Uploads are made by POST /api/uploads/reserve; send their bytes by PATCH.'),
        );
      }
      // Its client would be back at once for what closing has just cut.
      if (closing.signal.aborted)
        return sendFailure(response, failure('internal', 'The server is stopping.'));
      const upload = await readOwnUpload(db, actor.id, id);
      if (!upload.ok) return sendFailure(response, upload);
      await handleTus(request, response, upload.data);
    }),
  );

  router.post(
    '/api/uploads/:id/commit',
    signedIn(context, async (actor, request, response) => {
      if (closing.signal.aborted) return sendFailure(response, stopping);
      sendOutcome(response, await commitUpload(all, actor, String(request.params.id)));
    }),
  );

  router.get(
    '/api/uploads/:id',
    signedIn(context, async (actor, request, response) => {
      const upload = await readOwnUpload(db, actor.id, String(request.params.id));
      if (!upload.ok) return sendFailure(response, upload);
      sendOutcome(response, await toUpload(db, upload.data, await parts.offset(upload.data.id)));
    }),
  );

  return {
    router,
    sweep() {
      sweeping ??= sweep(all, closing.signal).finally(() => {
        sweeping = null;
      });
      return sweeping;
    },
    async close() {
      closing.abort();
      await sweeping;
      await locks.drain();
    },
  };
}
