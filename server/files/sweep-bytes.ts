import type { Kysely } from 'kysely';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { type BlobStore, pairSidecar } from '../storage/blob-store.ts';
import { listBytesOnce } from './list-bytes-once.ts';
import { pageSize, readNamed } from './loose-bytes.ts';

/** How long bytes stay that nobody names. */
const unusedMilliseconds = 24 * 60 * 60 * 1000;

type Dependencies = { context: ServerContext; blobs: BlobStore };

/**
 * Removes bytes that were put a day ago or earlier and that nothing names, with what is known about them. Asks only about
 * those that `looseBytes` names: so its cost follows what has changed. May stop between any two steps.
 */
export async function sweepBytes(dependencies: Dependencies, signal: AbortSignal): Promise<void> {
  await listBytesOnce(dependencies, signal);
  const { db, environment } = dependencies.context;
  const before = new Date(environment.clock.now() - unusedMilliseconds);
  let after = 0;
  while (!signal.aborted) {
    const page = await db
      .selectFrom('looseBytes')
      .selectAll()
      .where('number', '>', after)
      .orderBy('number')
      .limit(pageSize)
      .execute();
    const named = await readNamed(db, [...new Set(page.map(({ sha256 }) => sha256))]);
    await removeMarks(
      db,
      page.filter(({ sha256 }) => named.has(sha256)),
    );
    // The others were just put, so the store would keep them.
    const due = page.filter(
      ({ sha256, putAt }) => !named.has(sha256) && (putAt === null || putAt < before.toISOString()),
    );
    for (const [sha256, marks] of Map.groupBy(due, (mark) => mark.sha256)) {
      if (signal.aborted) return;
      if (await removeIfLoose(dependencies, sha256, before)) await removeMarks(db, marks);
    }
    if (page.length < pageSize) return;
    after = page.at(-1)?.number ?? 0;
  }
}

/** Only those that were read: a newer one says that something has happened since. */
async function removeMarks(db: Kysely<Database>, marks: readonly { number: number }[]): Promise<void> {
  if (marks.length === 0) return;
  const numbers = marks.map(({ number }) => number);
  await db.deleteFrom('looseBytes').where('number', 'in', numbers).execute();
}

/** Answers whether the bytes are gone, and what was known about them too. */
async function removeIfLoose(
  { context: { db, log }, blobs }: Dependencies,
  sha256: string,
  before: Date,
): Promise<boolean> {
  const isNamed = async () => (await readNamed(db, [sha256])).size > 0;
  if (await blobs.removeUnused(sha256, before, isNamed)) log.info({ sha256 }, 'removed unused bytes');
  else if ((await blobs.size(sha256)) !== null) return false;

  // A commit that puts them now has marked them first, and may need the rows.
  const putAgain = db
    .selectFrom('looseBytes')
    .select('number')
    .where('sha256', '=', sha256)
    .where('putAt', '>=', before.toISOString());
  const pairs = db.selectFrom('keptDifference').select('newer').where('older', '=', sha256);
  for (const { newer } of await pairs.where(({ not, exists }) => not(exists(putAgain))).execute()) {
    await blobs.removeSidecar(newer, pairSidecar(sha256));
  }
  for (const column of ['older', 'newer'] as const) {
    const rows = db.deleteFrom('keptDifference').where(column, '=', sha256);
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
