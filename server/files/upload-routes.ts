import { join } from 'node:path';
import express, { type Router } from 'express';
import { reserveSchema } from '../../protocol/wire/upload.ts';
import type { ServerContext } from '../context.ts';
import { failure, parseInput } from '../failure.ts';
import { sendFailure, sendOutcome } from '../http/answer.ts';
import { signedIn } from '../http/signed-in.ts';
import type { BlobStore } from './blob-store.ts';
import { commitUpload } from './commit-upload.ts';
import { createKeyedLock } from './keyed-lock.ts';
import { PartStore } from './part-store.ts';
import { reserveUpload } from './reserve-upload.ts';
import { sweep } from './sweep.ts';
import { createTus } from './tus.ts';
import { readOwnUpload, readUpload, toUpload } from './upload-row.ts';

/** Resumable uploads (wire §3). `router` carries full paths and must stand before any body parser. */
export type UploadRoutes = {
  router: Router;
  /** Removes what was given up or is named by nothing. One at a time: a second call joins the first. */
  sweep(): Promise<void>;
  /** Lets go of every upload in progress (its bytes stay) and resolves when nothing runs any more. */
  close(): Promise<void>;
};

export function createUploadRoutes(context: ServerContext, blobs: BlobStore): UploadRoutes {
  const { db, log, config } = context;
  const locks = createKeyedLock();
  const parts = new PartStore(join(config.dataDirectory, 'uploads'), async (id) => {
    const upload = await readUpload(db, id);
    return upload ? { size: upload.size, isComplete: upload.state === 'committed' } : null;
  });
  const all = { context, db, log, blobs, parts, locks };
  const tus = createTus(all);
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
      if (request.method === 'OPTIONS') return tus.handle(request, response);
      if (typeof id !== 'string' || (request.method !== 'HEAD' && request.method !== 'PATCH')) {
        return sendFailure(
          response,
          failure('forbidden', 'Uploads are made by POST /api/uploads/reserve; send their bytes by PATCH.'),
        );
      }
      const upload = await readOwnUpload(db, actor.id, id);
      if (!upload.ok) return sendFailure(response, upload);
      if (request.method === 'PATCH' && upload.data.state === 'committed') {
        return sendFailure(response, failure('conflict', 'This upload has been committed.'));
      }
      // tus takes the id from the end of the address, query and all: give it the one that was checked.
      request.url = `/api/uploads/tus/${id}`;
      await tus.handle(request, response);
    }),
  );

  router.post(
    '/api/uploads/:id/commit',
    signedIn(context, async (actor, request, response) => {
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
