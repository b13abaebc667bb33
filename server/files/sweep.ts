import { type Kysely, sql } from 'kysely';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { pagesOf } from '../pages-of.ts';
import { pairSidecar } from '../storage/blob-store.ts';
import type { KeyedLock } from '../storage/keyed-lock.ts';
import type { Stores } from '../storage/open-stores.ts';
import { readUpload } from './upload-row.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** How long an upload may receive nothing, and how long unused bytes stay. */
const idleUploadMilliseconds = 7 * dayMilliseconds;
const unusedBlobMilliseconds = dayMilliseconds;

/** Hashes that one statement asks about. */
const pageSize = 500;

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
  for await (const page of pagesOf(blobs.list(), pageSize)) {
    const used = await readUsed(db, page);
    for (const sha256 of page.filter((one) => !used.has(one))) {
      if (signal.aborted) return;
      const isUsed = async () => (await readUsed(db, [sha256])).size > 0;
      if (await blobs.removeUnused(sha256, before, isUsed)) log.info({ sha256 }, 'removed unused bytes');
    }
  }
  await sweepFacts({ context, blobs }, signal);
}

/** Facts about bytes that are gone. */
async function sweepFacts(
  { context, blobs }: Pick<Dependencies, 'context' | 'blobs'>,
  signal: AbortSignal,
): Promise<void> {
  const { db } = context;
  const isOfNoFile = sql<boolean>`not exists (select id from file where file.sha256 = blob.sha256)`;
  let after = '';
  for (;;) {
    const rows = db.selectFrom('blob').select('sha256').where('sha256', '>', after).where(isOfNoFile);
    const page = (await rows.orderBy('sha256').limit(pageSize).execute()).map(({ sha256 }) => sha256);
    const used = await readUsed(db, page);
    for (const sha256 of page.filter((one) => !used.has(one))) {
      if (signal.aborted) return;
      if ((await blobs.size(sha256)) !== null) continue;
      await db.deleteFrom('blob').where('sha256', '=', sha256).where(isOfNoFile).execute();
    }
    after = page.at(-1) ?? '';
    if (page.length < pageSize) return;
  }
}

/** Differences from bytes that are gone: nobody can ask for them. */
async function sweepPairs({ context, blobs }: Dependencies, signal: AbortSignal): Promise<void> {
  for await (const page of pagesOf(blobs.listPairs(), pageSize)) {
    const used = await readUsed(context.db, [...new Set(page.map(({ older }) => older))]);
    for (const { newer, older } of page.filter((pair) => !used.has(pair.older))) {
      if (signal.aborted) return;
      if ((await blobs.size(older)) === null) await blobs.removeSidecar(newer, pairSidecar(older));
    }
  }
}

/** Those of the hashes that are named. One query: a cut that is deleted or restored at this moment moves its files from one table to another. */
async function readUsed(db: Kysely<Database>, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const ofFiles = (table: 'deletedCutFile' | 'deletedFile') =>
    db.selectFrom(table).select('sha256').where('sha256', 'in', hashes);
  const ofPictures = (table: 'project' | 'vibe') =>
    db
      .selectFrom(table)
      .select('imageSha256 as sha256')
      .where('imageSha256', 'in', hashes)
      .$castTo<{ sha256: string }>();
  const named = await db
    .selectFrom('file')
    .select('sha256')
    .where('sha256', 'in', hashes)
    .union(ofFiles('deletedCutFile'))
    .union(ofFiles('deletedFile'))
    .union(ofPictures('project'))
    .union(ofPictures('vibe'))
    .execute();
  return new Set(named.map(({ sha256 }) => sha256));
}
