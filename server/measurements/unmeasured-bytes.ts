import type { Kysely } from 'kysely';
import { chunksOf } from '../db/chunks.ts';
import type { Database } from '../db/schema.ts';

/** Bytes that may lack figures. `mimeType`: of a file of sound that has them, or null. `isNamed`: some file has them. */
export type UnmeasuredBytes = { sha256: string; mimeType: string | null; isNamed: boolean };

const pageSize = 200;

export const isSoundOfFile = (bytes: UnmeasuredBytes): bytes is UnmeasuredBytes & { mimeType: string } =>
  bytes.mimeType !== null;

/** Found by an index, oldest first. */
export async function* unmeasuredBytes(db: Kysely<Database>): AsyncGenerator<UnmeasuredBytes[]> {
  let after = { createdAt: '', sha256: '' };
  for (;;) {
    const rows = await db
      .selectFrom('blob')
      .select(['sha256', 'createdAt'])
      .select((eb) => {
        const files = eb.selectFrom('file').whereRef('file.sha256', '=', 'blob.sha256');
        const sounds = files.where('mimeType', 'like', 'audio/%');
        return [
          sounds.select((of) => of.fn.min('mimeType').as('mimeType')).as('mimeType'),
          files.select((of) => of.fn.min('id').as('id')).as('fileId'),
        ];
      })
      .where('measured', 'is', null)
      .where((where) =>
        where.or([
          where('createdAt', '>', after.createdAt),
          where.and([where('createdAt', '=', after.createdAt), where('sha256', '>', after.sha256)]),
        ]),
      )
      .orderBy('createdAt')
      .orderBy('sha256')
      .limit(pageSize)
      .execute();
    yield rows.map(({ sha256, mimeType, fileId }) => ({ sha256, mimeType, isNamed: fileId !== null }));
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last;
  }
}

export async function markMeasured(db: Kysely<Database>, hashes: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(hashes))
    await db.updateTable('blob').set({ measured: 1 }).where('sha256', 'in', chunk).execute();
}
