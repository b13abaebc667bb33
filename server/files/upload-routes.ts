import { Router } from 'express';
import { commitSchema, reserveSchema } from '../../protocol/wire/upload.ts';
import type { ServerContext } from '../context.ts';
import { failure, parseInput } from '../failure.ts';
import { createFairQueue } from '../fair-queue.ts';
import { sendFailure, sendOutcome } from '../http/answer.ts';
import { ownBody } from '../http/body.ts';
import { signedIn, signedInReading } from '../http/signed-in.ts';
import { createKeyedLock } from '../storage/keyed-lock.ts';
import type { Stores } from '../storage/open-stores.ts';
import { commitUpload } from './commit-upload.ts';
import type { Inspector } from './inspector.ts';
import { reserveUpload } from './reserve-upload.ts';
import { sweep } from './sweep.ts';
import { createTus } from './tus.ts';
import { readOwnUpload, toUpload } from './upload-row.ts';

const tooMany = failure('rate-limited', 'Too many uploads at once. Try again in a moment.');
const stopping = failure('internal', 'The server is stopping. Continue when it is back.');

const tusMethods = new Set(['HEAD', 'PATCH', 'OPTIONS']);

/** Resumable uploads (see docs/protocol.md). `router` has full paths; mount it before any body parser. */
export type UploadRoutes = {
  router: Router;
  /** Removes abandoned uploads and unused bytes. A call while it runs joins the one that is running. */
  sweep(): Promise<void>;
  /** Resolves when no bytes arrive. */
  idle(): Promise<void>;
  /** Interrupts every upload in progress (its bytes stay), accepts no more, and resolves when nothing runs. */
  close(): Promise<void>;
};

export function createUploadRoutes(
  context: ServerContext,
  stores: Stores,
  inspector: Inspector,
): UploadRoutes {
  const { db, metrics, log } = context;
  const { parts } = stores;
  const locks = createKeyedLock();
  const dependencies = { context, inspector, ...stores, locks };
  const handleTus = createTus({ db, log, parts, locks });
  const turns = createFairQueue({ running: 1, waitingPerSender: 500, waiting: 5_000 });
  const closing = new AbortController();
  let arriving = 0;
  let onIdle = () => {};
  metrics.watch('uploads', () => arriving);
  let sweeping: Promise<void> | null = null;

  const router = Router();

  router.post(
    '/api/uploads/reserve',
    signedIn(context, async (actor, request, response) => {
      const parsed = parseInput(reserveSchema, request.body);
      if (!parsed.ok) return sendFailure(response, parsed);
      inspector.prepare();
      const ran = await turns.run(actor.id, () => reserveUpload(dependencies, actor, parsed.data));
      sendOutcome(response, ran ? ran.result : tooMany);
    }),
  );

  router.all(
    ['/api/uploads/tus', '/api/uploads/tus/:id'],
    signedInReading(context, ownBody, async (actor, request, response) => {
      const { id } = request.params;
      if (typeof id !== 'string' || !tusMethods.has(request.method)) {
        return sendFailure(
          response,
          failure(
            'forbidden',
            'Reserve an upload with POST /api/uploads/reserve, then send its bytes with PATCH.',
          ),
        );
      }
      // A client whose upload was just interrupted would reconnect at once.
      if (closing.signal.aborted) return sendFailure(response, stopping);
      const upload = await readOwnUpload(db, actor.id, id);
      if (!upload.ok) return sendFailure(response, upload);
      arriving += 1;
      try {
        await handleTus(request, response, upload.data);
      } finally {
        arriving -= 1;
        if (arriving === 0) onIdle();
      }
    }),
  );

  router.post(
    '/api/uploads/:id/commit',
    signedIn(context, async (actor, request, response) => {
      if (closing.signal.aborted) return sendFailure(response, stopping);
      const wish = parseInput(commitSchema, request.body ?? {});
      if (!wish.ok) return sendFailure(response, wish);
      sendOutcome(response, await commitUpload(dependencies, actor, String(request.params.id), wish.data));
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
      sweeping ??= sweep(dependencies, closing.signal).finally(() => {
        sweeping = null;
      });
      return sweeping;
    },
    async idle() {
      if (arriving === 0) return;
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    },
    async close() {
      closing.abort();
      // Its failure is reported to the one who began it.
      await sweeping?.catch(() => {});
      await locks.drain();
    },
  };
}
