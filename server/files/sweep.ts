import type { Kysely } from 'kysely';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { pairSidecar } from '../storage/blob-store.ts';
import type { KeyedLock } from '../storage/keyed-lock.ts';
import type { Stores } from '../storage/open-stores.ts';
import { readUpload } from './upload-row.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** How long an upload may receive nothing, and how long unused bytes stay. */
const idleUploadMilliseconds = 7 * dayMilliseconds;
const unusedBlobMilliseconds = dayMilliseconds;

type Dependencies = { context: ServerContext; locks: KeyedLock } & Stores;

/**
 * Removes what nobody will ask for again: abandoned uploads, parts without an upload in progress, and bytes that no
 * file and no image names. Safe beside running uploads and commits; may stop between any two steps.
 */
export async function sweep(dependencies: Dependencies, signal: AbortSignal): Promise<void> {
  await sweepUploads(dependencies, signal);
  await sweepUploadsOfDeletedProjects(dependencies);
  await sweepParts(dependencies, signal);
  await sweepBlobs(dependencies, signal);
  await sweepPairs(dependencies, signal);
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

/**
 * Committed uploads stay as long as their project, so that their key never makes a second file. Once the project is
 * deleted, nobody may ask for them.
 */
async function sweepUploadsOfDeletedProjects({ context }: Dependencies): Promise<void> {
  const { db } = context;
  await db
    .deleteFrom('upload')
    .where('state', '=', 'committed')
    .where('projectId', 'not in', db.selectFrom('project').select('id'))
    .execute();
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

async function sweepBlobs({ context, blobs }: Dependencies, signal: AbortSignal): Promise<void> {
  const { db, environment, log } = context;
  const before = new Date(environment.clock.now() - unusedBlobMilliseconds);
  for await (const sha256 of blobs.list()) {
    if (signal.aborted) return;
    if (await blobs.removeUnused(sha256, before, () => isUsed(db, sha256))) {
      log.info({ sha256 }, 'removed unused bytes');
    }
  }
  const unused = await db
    .selectFrom('blob')
    .select('sha256')
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('file').select('id').whereRef('file.sha256', '=', 'blob.sha256'))),
    )
    .execute();
  for (const { sha256 } of unused) {
    if (signal.aborted) return;
    if ((await blobs.size(sha256)) !== null) continue;
    await db
      .deleteFrom('blob')
      .where('sha256', '=', sha256)
      .where((eb) => eb.not(eb.exists(eb.selectFrom('file').select('id').where('file.sha256', '=', sha256))))
      .execute();
  }
}

/** Differences from bytes that are gone: nobody can ask for them. */
async function sweepPairs({ blobs }: Dependencies, signal: AbortSignal): Promise<void> {
  for await (const { newer, older } of blobs.listPairs()) {
    if (signal.aborted) return;
    if ((await blobs.size(older)) === null) await blobs.removeSidecar(newer, pairSidecar(older));
  }
}

/** One query: a cut that is deleted or restored at this moment moves its files from one table to another. */
async function isUsed(db: Kysely<Database>, sha256: string): Promise<boolean> {
  const named = db
    .selectFrom('file')
    .select('sha256')
    .where('sha256', '=', sha256)
    .unionAll(db.selectFrom('deletedCutFile').select('sha256').where('sha256', '=', sha256))
    .unionAll(db.selectFrom('deletedFile').select('sha256').where('sha256', '=', sha256))
    .unionAll(
      db
        .selectFrom('project')
        .select('imageSha256 as sha256')
        .where('imageSha256', '=', sha256)
        .$castTo<{ sha256: string }>(),
    )
    .unionAll(
      db
        .selectFrom('vibe')
        .select('imageSha256 as sha256')
        .where('imageSha256', '=', sha256)
        .$castTo<{ sha256: string }>(),
    )
    .limit(1);
  return (await named.executeTakeFirst()) !== undefined;
}
