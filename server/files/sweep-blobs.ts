import type { Kysely } from 'kysely';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { type BlobStore, pairSidecar } from '../storage/blob-store.ts';
import { listBlobsOnce } from './list-blobs-once.ts';
import { pageSize, readReferenced } from './sweep-candidates.ts';

/** How long an unreferenced blob stays. */
const unreferencedMilliseconds = 24 * 60 * 60 * 1000;

type Dependencies = { context: ServerContext; blobs: BlobStore };

/**
 * Removes unreferenced blobs that were put a day ago or earlier, with what is known about them. Checks only the rows of
 * `sweepCandidate`: so its cost follows what has changed. May stop between any two steps.
 */
export async function sweepBlobs(dependencies: Dependencies, signal: AbortSignal): Promise<void> {
  await listBlobsOnce(dependencies, signal);
  const { db, environment } = dependencies.context;
  const before = new Date(environment.clock.now() - unreferencedMilliseconds);
  let after = 0;
  while (!signal.aborted) {
    const page = await db
      .selectFrom('sweepCandidate')
      .selectAll()
      .where('number', '>', after)
      .orderBy('number')
      .limit(pageSize)
      .execute();
    const referenced = await readReferenced(db, [...new Set(page.map(({ sha256 }) => sha256))]);
    await removeCandidates(
      db,
      page.filter(({ sha256 }) => referenced.has(sha256)),
    );
    // The others were just put, so the store would keep them.
    const due = page.filter(
      ({ sha256, putAt }) => !referenced.has(sha256) && (putAt === null || putAt < before.toISOString()),
    );
    for (const [sha256, candidates] of Map.groupBy(due, (candidate) => candidate.sha256)) {
      if (signal.aborted) return;
      if (await removeIfUnreferenced(dependencies, sha256, before)) await removeCandidates(db, candidates);
    }
    if (page.length < pageSize) return;
    after = page.at(-1)?.number ?? 0;
  }
}

/** Only those that were read: a newer row means that something has happened since. */
async function removeCandidates(
  db: Kysely<Database>,
  candidates: readonly { number: number }[],
): Promise<void> {
  if (candidates.length === 0) return;
  const numbers = candidates.map(({ number }) => number);
  await db.deleteFrom('sweepCandidate').where('number', 'in', numbers).execute();
}

/** Answers whether the blob and everything known about it are gone. */
async function removeIfUnreferenced(
  { context: { db, log }, blobs }: Dependencies,
  sha256: string,
  before: Date,
): Promise<boolean> {
  const isReferenced = async () => (await readReferenced(db, [sha256])).size > 0;
  if (await blobs.removeUnused(sha256, before, isReferenced)) log.info({ sha256 }, 'removed unused bytes');
  else if ((await blobs.size(sha256)) !== null) return false;

  // A commit that puts it again has added a candidate first, and may need the rows.
  const putAgain = db
    .selectFrom('sweepCandidate')
    .select('number')
    .where('sha256', '=', sha256)
    .where('putAt', '>=', before.toISOString());
  const pairs = db.selectFrom('differenceSidecar').select('newer').where('older', '=', sha256);
  for (const { newer } of await pairs.where(({ not, exists }) => not(exists(putAgain))).execute()) {
    await blobs.removeSidecar(newer, pairSidecar(sha256));
  }
  for (const column of ['older', 'newer'] as const) {
    const rows = db.deleteFrom('differenceSidecar').where(column, '=', sha256);
    await rows.where(({ not, exists }) => not(exists(putAgain))).execute();
  }
  const ofFiles = db.selectFrom('file').select('id').where('sha256', '=', sha256);
  await db
    .deleteFrom('blob')
    .where('sha256', '=', sha256)
    .where(({ not, exists }) => not(exists(ofFiles)))
    .where(({ not, exists }) => not(exists(putAgain)))
    .execute();
  return true;
}
