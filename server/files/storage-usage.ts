import type { Kysely } from 'kysely';
import type { FileType, Storage } from '../../protocol/wire/file.ts';
import type { Database } from '../db/schema.ts';

/** The size of this user's uploads, in bytes. Each file counts, even if several share the same bytes. */
export async function readStorage(db: Kysely<Database>, userId: string): Promise<Storage> {
  const rows = await db
    .selectFrom('file')
    .select('type')
    .select((eb) => [eb.fn.sum<number>('size').as('size'), eb.fn.countAll<number>().as('count')])
    .where('uploadedBy', '=', userId)
    .groupBy('type')
    .execute();
  const usage = (type: FileType) => {
    const row = rows.find((each) => each.type === type);
    return { size: Number(row?.size ?? 0), count: Number(row?.count ?? 0) };
  };
  const breakdown = { audio: usage('CUT'), stems: usage('STEM'), images: usage('IMAGE') };
  const all = Object.values(breakdown);
  return {
    totalSize: all.reduce((total, { size }) => total + size, 0),
    fileCount: all.reduce((total, { count }) => total + count, 0),
    breakdown,
  };
}
