import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/schema.ts';
import type { BlobStore } from '../storage/folder-blob-store.ts';
import type { PartStore } from '../storage/folder-part-store.ts';
import type { KeyedLock } from '../storage/keyed-lock.ts';
import { readUpload } from './upload-row.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** How long an upload may lie without a byte, and how long bytes stay that nothing names any more. */
const idleUploadMilliseconds = 7 * dayMilliseconds;
const unusedBlobMilliseconds = dayMilliseconds;

type Parts = { db: Kysely<Database>; blobs: BlobStore; parts: PartStore; locks: KeyedLock; log: Logger };

/**
 * Removes what nobody will ask for again: uploads that were given up, parts without an upload in progress, and bytes
 * that no file and no image names. Safe beside running uploads and commits; may stop between any two steps.
 */
export async function sweep(all: Parts, signal: AbortSignal): Promise<void> {
  await sweepUploads(all, signal);
  await sweepUploadsOfGoneProjects(all);
  await sweepParts(all, signal);
  await sweepBlobs(all, signal);
}

async function sweepUploads({ db, parts, locks, log }: Parts, signal: AbortSignal): Promise<void> {
  const before = new Date(Date.now() - idleUploadMilliseconds);
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
      // The condition again: a reservation may have touched it since.
      const gone = await db
        .deleteFrom('upload')
        .where('id', '=', id)
        .where('state', '=', 'reserved')
        .where('updatedAt', '<', before.toISOString())
        .executeTakeFirst();
      if (gone.numDeletedRows === 0n) return;
      await parts.remove(id);
      log.info({ uploadId: id }, 'removed an upload that was given up');
    });
  }
}

/**
 * Uploads into projects that are gone: there is nobody left who may ask for one. Others that were committed are kept
 * as long as their project, so that their key never makes a second file.
 */
async function sweepUploadsOfGoneProjects({ db }: Parts): Promise<void> {
  await db
    .deleteFrom('upload')
    .where('state', '=', 'committed')
    .where('projectId', 'not in', db.selectFrom('project').select('id'))
    .execute();
}

/** Parts whose upload has been committed, or has gone, just before a crash. */
async function sweepParts({ db, parts, locks, log }: Parts, signal: AbortSignal): Promise<void> {
  for (const id of await parts.list()) {
    if (signal.aborted) return;
    if (locks.isHeld(id)) continue;
    await locks.run(id, async () => {
      if ((await readUpload(db, id))?.state === 'reserved') return;
      await parts.remove(id);
      log.info({ uploadId: id }, 'removed the bytes of an upload that has ended');
    });
  }
}

async function sweepBlobs({ db, blobs, log }: Parts, signal: AbortSignal): Promise<void> {
  const before = new Date(Date.now() - unusedBlobMilliseconds);
  for await (const sha256 of blobs.list()) {
    if (signal.aborted) return;
    if (await blobs.removeUnused(sha256, before, () => isUsed(db, sha256))) {
      log.info({ sha256 }, 'removed bytes that nothing names');
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

async function isUsed(db: Kysely<Database>, sha256: string): Promise<boolean> {
  const file = await db.selectFrom('file').select('id').where('sha256', '=', sha256).executeTakeFirst();
  if (file) return true;
  const project = db.selectFrom('project').select('id').where('imageSha256', '=', sha256);
  if (await project.executeTakeFirst()) return true;
  const vibe = db.selectFrom('vibe').select('id').where('imageSha256', '=', sha256);
  return (await vibe.executeTakeFirst()) !== undefined;
}
