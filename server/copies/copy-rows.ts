import type { Kysely } from 'kysely';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Dispatcher } from '../commands/dispatcher.ts';
import type { Database } from '../db/schema.ts';
import { readPlacesOfBytes } from '../entities/file.ts';
import type { CopiedSound } from './copies.ts';

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

/** The newest version of each cut whose copy isn't known to be there, oldest first. */
export async function readUncopied(db: Kysely<Database>): Promise<CopiedSound[]> {
  const rows = await db
    .selectFrom('file')
    .leftJoin('blob', 'blob.sha256', 'file.sha256')
    .select(columns)
    .select(['blob.copySize'])
    .where('file.type', '=', 'CUT')
    .where('file.createdAt', '=', (eb) =>
      eb
        .selectFrom('file as newest')
        .select((of) => of.fn.max('newest.createdAt').as('at'))
        .whereRef('newest.cutId', '=', 'file.cutId')
        .where('newest.type', '=', 'CUT'),
    )
    .orderBy('file.createdAt', 'desc')
    .execute();
  return rows
    .filter(({ copySize }) => copySize === null)
    .slice(0, mostAtStart)
    .reverse();
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
