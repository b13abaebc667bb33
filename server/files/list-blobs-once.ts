import type { ServerContext } from '../context.ts';
import { pagesOf } from '../pages-of.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { addSweepCandidates, noteDifferences, pageSize, readReferenced } from './sweep-candidates.ts';

/** The row of `meta` with the epoch in which the store was listed. */
const listedKey = 'blobsListed';

/**
 * Finds unreferenced blobs that no row knows, by listing the store: what an earlier version has left, and what was there
 * before a backup was restored, which gives the database a new epoch. Once per epoch is enough: from then on, each change
 * adds its own candidates.
 */
export async function listBlobsOnce(
  { context: { db, log }, blobs }: { context: Pick<ServerContext, 'db' | 'log'>; blobs: BlobStore },
  signal: AbortSignal,
): Promise<void> {
  const rows = await db.selectFrom('meta').selectAll().where('key', 'in', ['epoch', listedKey]).execute();
  const meta = new Map(rows.map(({ key, value }) => [key, value]));
  const epoch = meta.get('epoch') ?? '';
  if (meta.get(listedKey) === epoch) return;

  const addUnreferenced = async (hashes: string[]) => {
    const referenced = await readReferenced(db, hashes);
    await addSweepCandidates(
      db,
      hashes.filter((sha256) => !referenced.has(sha256)),
      null,
    );
  };
  for await (const page of pagesOf(blobs.list(), pageSize)) {
    if (signal.aborted) return;
    await addUnreferenced(page);
  }
  for await (const page of pagesOf(blobs.listPairs(), pageSize)) {
    if (signal.aborted) return;
    await noteDifferences(db, page);
    await addUnreferenced([...new Set(page.map(({ older }) => older))]);
  }
  await db
    .insertInto('meta')
    .values({ key: listedKey, value: epoch })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: epoch }))
    .execute();
  log.info('listed all blobs once, to find those that nothing refers to');
}
