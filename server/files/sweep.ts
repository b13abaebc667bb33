import type { ServerContext } from '../context.ts';
import type { KeyedLock } from '../storage/keyed-lock.ts';
import type { Stores } from '../storage/open-stores.ts';
import { sweepBlobs } from './sweep-blobs.ts';
import { readUpload } from './upload-row.ts';

/** How long an upload may receive nothing. */
const idleUploadMilliseconds = 7 * 24 * 60 * 60 * 1000;

type Dependencies = { context: ServerContext; locks: KeyedLock } & Stores;

/**
 * Removes what nobody will ask for again: abandoned uploads, parts without an upload in progress, and bytes that no
 * file and no image names. Safe beside running uploads and commits; may stop between any two steps.
 */
export async function sweep(dependencies: Dependencies, signal: AbortSignal): Promise<void> {
  await sweepUploads(dependencies, signal);
  await sweepParts(dependencies, signal);
  await sweepBlobs(dependencies, signal);
}

async function sweepUploads({ context, parts, locks }: Dependencies, signal: AbortSignal): Promise<void> {
  const { db, environment, log } = context;
  const before = new Date(environment.clock.now() - idleUploadMilliseconds);
  const idle = await db
    .selectFrom('upload')
    .select('id')
    .where('state', '=', 'reserved')
    .where('updatedAt', '<', before.toISOString())
    .execute();
  for (const { id } of idle) {
    if (signal.aborted) return;
    if (locks.isHeld(id)) continue;
    await locks.run(id, async () => {
      const touchedAt = await parts.touchedAt(id);
      if (touchedAt && touchedAt >= before) return;
      // The same condition again: a reservation may have touched it since.
      const removed = await db
        .deleteFrom('upload')
        .where('id', '=', id)
        .where('state', '=', 'reserved')
        .where('updatedAt', '<', before.toISOString())
        .executeTakeFirst();
      if (removed.numDeletedRows === 0n) return;
      await parts.remove(id);
      log.info({ uploadId: id }, 'removed an abandoned upload');
    });
  }
}

/** Parts whose upload was committed or removed just before a crash. */
async function sweepParts({ context, parts, locks }: Dependencies, signal: AbortSignal): Promise<void> {
  const { db, log } = context;
  for (const id of await parts.list()) {
    if (signal.aborted) return;
    if (locks.isHeld(id)) continue;
    await locks.run(id, async () => {
      if ((await readUpload(db, id))?.state === 'reserved') return;
      await parts.remove(id);
      log.info({ uploadId: id }, 'removed the bytes of an ended upload');
    });
  }
}
