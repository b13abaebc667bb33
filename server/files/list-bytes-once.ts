import type { ServerContext } from '../context.ts';
import { pagesOf } from '../pages-of.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { markLoose, noteDifferences, pageSize, readNamed } from './loose-bytes.ts';

/** The row of `meta` with the epoch in which everything was listed. */
const listedKey = 'bytesListed';

/**
 * Finds what no row knows, by listing the store: what an earlier version has left, and what was there before a backup was
 * restored, which gives the database a new epoch. Once a database is enough, as each change says itself what it leaves.
 */
export async function listBytesOnce(
  { context: { db, log }, blobs }: { context: Pick<ServerContext, 'db' | 'log'>; blobs: BlobStore },
  signal: AbortSignal,
): Promise<void> {
  const rows = await db.selectFrom('meta').selectAll().where('key', 'in', ['epoch', listedKey]).execute();
  const meta = new Map(rows.map(({ key, value }) => [key, value]));
  const epoch = meta.get('epoch') ?? '';
  if (meta.get(listedKey) === epoch) return;

  const markUnnamed = async (hashes: string[]) => {
    const named = await readNamed(db, hashes);
    await markLoose(
      db,
      hashes.filter((sha256) => !named.has(sha256)),
      null,
    );
  };
  for await (const page of pagesOf(blobs.list(), pageSize)) {
    if (signal.aborted) return;
    await markUnnamed(page);
  }
  for await (const page of pagesOf(blobs.listPairs(), pageSize)) {
    if (signal.aborted) return;
    await noteDifferences(db, page);
    await markUnnamed([...new Set(page.map(({ older }) => older))]);
  }
  await db
    .insertInto('meta')
    .values({ key: listedKey, value: epoch })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: epoch }))
    .execute();
  log.info('listed all bytes once, to find those that nothing names');
}
