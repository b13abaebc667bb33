import type { Kysely, Selectable } from 'kysely';
import type { Outcome } from '../../protocol/wire/error.ts';
import { type Upload, type UploadTarget, uploadTargetSchema } from '../../protocol/wire/upload.ts';
import { refuse } from '../commands/access.ts';
import type { Database } from '../db/schema.ts';
import { readFiles } from '../entities/file.ts';
import { failure } from '../failure.ts';
import { readVersionPlace } from './version-place.ts';

export type UploadRow = Selectable<Database['upload']>;

const noUpload = failure('not-found', 'There is no such upload.');

export function readUpload(db: Kysely<Database>, id: string): Promise<UploadRow | undefined> {
  return db.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The upload, if it is this user's own and they may still upload to its project. For others it doesn't exist. */
export async function readOwnUpload(
  db: Kysely<Database>,
  userId: string,
  id: string,
): Promise<Outcome<UploadRow>> {
  const row = await readUpload(db, id);
  if (!row || row.userId !== userId) return noUpload;
  // One that has ended only answers what it became.
  const permission = row.state === 'reserved' ? 'file.upload' : 'file.hear';
  const refusal = await refuse({ tx: db, actor: { id: userId } }, row.projectId, permission, 'project');
  if (refusal) return refusal;
  return { ok: true, data: row };
}

export function targetOf(row: UploadRow): UploadTarget {
  return uploadTargetSchema.parse(JSON.parse(row.target));
}

/** The upload as the API shows it; `offset` is the bytes that have arrived. Fails if its file has been deleted since. */
export async function toUpload(
  db: Kysely<Database>,
  row: UploadRow,
  offset: number,
): Promise<Outcome<Upload>> {
  const { id, uploadKey } = row;
  const tusUrl = `/api/uploads/tus/${id}`;
  if (row.state === 'reserved') {
    return offset < row.size
      ? { ok: true, data: { id, uploadKey, state: 'reserved', tusUrl, offset } }
      : { ok: true, data: { id, uploadKey, state: 'transferred', tusUrl } };
  }
  const [file] = row.fileId === null ? [] : await readFiles(db, { id: row.fileId });
  if (!file) return failure('not-found', 'This file was uploaded and has been deleted since.');
  return {
    ok: true,
    data: {
      id,
      uploadKey,
      state: 'committed',
      file,
      added: row.added === 1,
      ...(await readVersionPlace(db, file)),
    },
  };
}
