import type { Kysely } from 'kysely';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Dispatcher } from '../commands/dispatcher.ts';
import { chunksOf } from '../db/chunks.ts';
import type { Database } from '../db/schema.ts';
import { readPlacesOfBytes } from '../entities/file.ts';
import type { CopiedSound } from './copies.ts';
import { refuseCopy } from './worth-copying.ts';

/** A start has no more copies made than these without being asked for. */
const mostAtStart = 500;

const columns = ['file.sha256', 'file.mimeType', 'file.size', 'file.audio'] as const;

/** A version by its id. Stems are copied when somebody asks for one. */
export async function findCopied(db: Kysely<Database>, fileId: string): Promise<CopiedSound | undefined> {
  return db
    .selectFrom('file')
    .select(columns)
    .where('id', '=', fileId)
    .where('type', '=', 'CUT')
    .executeTakeFirst();
}

const pageSize = 200;

/**
 * The newest version of each cut whose copy isn't known to be there, oldest first. Remembers of all other bytes that it has
 * looked at that no copy of them is needed.
 */
export async function readUncopied(db: Kysely<Database>): Promise<CopiedSound[]> {
  const wanted: CopiedSound[] = [];
  for await (const page of uncopiedBytes(db)) {
    const files = await readVersionsOf(db, page);
    const needless: string[] = [];
    for (const sha256 of page) {
      const here = files.filter((file) => file.sha256 === sha256);
      const newest = here.find(
        (file) => file.type === 'CUT' && file.createdAt === file.newestAt && refuseCopy(file) === null,
      );
      if (newest) wanted.push(newest);
      else if (here.length > 0) needless.push(sha256);
    }
    await markCopied(db, needless);
    if (wanted.length >= mostAtStart) break;
  }
  return wanted.slice(0, mostAtStart).reverse();
}

/** Found by an index, newest first. */
async function* uncopiedBytes(db: Kysely<Database>): AsyncGenerator<string[]> {
  let before: { createdAt: string; sha256: string } | undefined;
  for (;;) {
    const { createdAt = '', sha256 = '' } = before ?? {};
    const rows = await db
      .selectFrom('blob')
      .select(['sha256', 'createdAt'])
      .where('copied', 'is', null)
      .$if(before !== undefined, (query) =>
        query.where((where) =>
          where.or([
            where('createdAt', '<', createdAt),
            where.and([where('createdAt', '=', createdAt), where('sha256', '<', sha256)]),
          ]),
        ),
      )
      .orderBy('createdAt', 'desc')
      .orderBy('sha256', 'desc')
      .limit(pageSize)
      .execute();
    if (rows.length > 0) yield rows.map((row) => row.sha256);
    before = rows.at(-1);
    if (rows.length < pageSize) return;
  }
}

/** The files with these bytes. `newestAt`: when the newest version of its cut was added. */
function readVersionsOf(db: Kysely<Database>, hashes: readonly string[]) {
  return db
    .selectFrom('file')
    .select(columns)
    .select(['file.type', 'file.createdAt'])
    .select((eb) =>
      eb
        .selectFrom('file as newest')
        .select((of) => of.fn.max('newest.createdAt').as('at'))
        .whereRef('newest.cutId', '=', 'file.cutId')
        .where('newest.type', '=', 'CUT')
        .as('newestAt'),
    )
    .where('file.sha256', 'in', hashes)
    .execute();
}

/** No start looks for copies of these bytes again. */
export async function markCopied(db: Kysely<Database>, hashes: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(hashes))
    await db.updateTable('blob').set({ copied: 1 }).where('sha256', 'in', chunk).execute();
}

/** Keeps the size of a copy in its blob's row, and logs it for each file with these bytes, once. */
export async function recordCopy(
  dispatcher: Pick<Dispatcher, 'record'>,
  sha256: string,
  copySize: number,
): Promise<void> {
  await dispatcher.record(async ({ tx }) => {
    const { numUpdatedRows } = await tx
      .updateTable('blob')
      .set({ copySize })
      .where('sha256', '=', sha256)
      .where((where) => where.or([where('copySize', 'is', null), where('copySize', '!=', copySize)]))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return [];
    const files = await readPlacesOfBytes(tx, sha256);
    return files.map(({ projectId, ...file }) => ({
      topic: projectTopic(projectId),
      event: { name: 'file:copied', payload: { ...file, compressedSize: copySize } },
    }));
  });
}
