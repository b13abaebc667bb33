import type * as z from 'zod';
import { newId } from '../../common/new-id.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import type { reserveSchema, Upload } from '../../protocol/wire/upload.ts';
import type { Actor } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';
import { failure } from '../failure.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import type { BlobStore } from '../storage/folder-blob-store.ts';
import type { PartStore } from '../storage/folder-part-store.ts';
import { tooLarge } from './receive-file.ts';
import { readOwnUpload, toUpload, type UploadRow } from './upload-row.ts';
import { checkTarget } from './upload-target.ts';

type Parts = { context: ServerContext; blobs: BlobStore; parts: PartStore };

/**
 * Makes the row of an upload, or returns the one of this key as it stands now, whatever became of its target. The
 * tus resource is that row: its file comes with the first byte.
 */
export async function reserveUpload(
  all: Parts,
  actor: Actor,
  wanted: z.output<typeof reserveSchema>,
): Promise<Outcome<Upload>> {
  try {
    return await makeOrFind(all, actor, wanted);
  } catch (error) {
    if (isNoSpace(error)) return noSpace;
    throw error;
  }
}

async function makeOrFind(
  { context, blobs, parts }: Parts,
  actor: Actor,
  wanted: z.output<typeof reserveSchema>,
): Promise<Outcome<Upload>> {
  const { db, config } = context;
  const known = await findByKey(context, actor, wanted.uploadKey);
  if (!known) {
    if (wanted.size > config.maximumFileBytes) return tooLarge(config.maximumFileBytes);
    const checked = await checkTarget(db, actor.id, wanted.target);
    if (!checked.ok) return checked;
    if ((await blobs.freeBytes()) < wanted.size) return noSpace;
    await insert(context, actor, wanted, checked.data.projectId);
  }
  // Read again in either case: of several requests with one key, one has made the row.
  const row = await findByKey(context, actor, wanted.uploadKey);
  if (!row) throw new Error('A reserved upload is gone.');
  if (row.size !== wanted.size || row.sha256 !== wanted.sha256) {
    return failure('conflict', 'uploadKey: This key has been used for another file.');
  }
  const own = await readOwnUpload(db, actor.id, row.id);
  return own.ok ? toUpload(db, own.data, await parts.offset(row.id)) : own;
}

async function findByKey(
  { db }: ServerContext,
  actor: Actor,
  uploadKey: string,
): Promise<UploadRow | undefined> {
  // Asking for an upload again says that it is wanted: the sweeper counts idle time from here.
  return db
    .updateTable('upload')
    .set({ updatedAt: new Date().toISOString() })
    .where('userId', '=', actor.id)
    .where('uploadKey', '=', uploadKey)
    .returningAll()
    .executeTakeFirst();
}

async function insert(
  { db }: ServerContext,
  actor: Actor,
  wanted: z.output<typeof reserveSchema>,
  projectId: string,
): Promise<void> {
  const now = new Date().toISOString();
  await db
    .insertInto('upload')
    .values({
      id: newId(),
      userId: actor.id,
      uploadKey: wanted.uploadKey,
      projectId,
      name: wanted.name,
      size: wanted.size,
      sha256: wanted.sha256,
      target: JSON.stringify(wanted.target),
      onlyIfNew: wanted.onlyIfNew ? 1 : 0,
      state: 'reserved',
      fileId: null,
      added: null,
      createdAt: now,
      updatedAt: now,
    })
    .onConflict((conflict) => conflict.columns(['userId', 'uploadKey']).doNothing())
    .execute();
}
