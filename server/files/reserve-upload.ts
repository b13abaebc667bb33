import type { Transaction } from 'kysely';
import type * as z from 'zod';
import type { Clock } from '../../common/clock.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { projectTopic, userTopic } from '../../protocol/wire/topic.ts';
import type { reserveSchema, Upload } from '../../protocol/wire/upload.ts';
import type { Actor } from '../commands/handler.ts';
import type { ServerContext } from '../context.ts';
import { alone } from '../db/alone.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';
import { isNoSpace, noSpace } from '../storage/disk.ts';
import type { Stores } from '../storage/open-stores.ts';
import { checkDisk, checkOutstanding, checkQuota } from './check-room.ts';
import { tooLarge } from './receive-file.ts';
import { readOwnUpload, toUpload, type UploadRow } from './upload-row.ts';
import { checkTarget } from './upload-target.ts';

type Dependencies = { context: ServerContext } & Stores;

/**
 * Makes the row of an upload, or returns the existing one of this key, even if its target is gone. The tus resource is
 * that row; its part begins with the first byte.
 */
export async function reserveUpload(
  dependencies: Dependencies,
  actor: Actor,
  wanted: z.output<typeof reserveSchema>,
): Promise<Outcome<Upload>> {
  try {
    return await makeOrFind(dependencies, actor, wanted);
  } catch (error) {
    if (isNoSpace(error)) return noSpace;
    throw error;
  }
}

async function makeOrFind(
  dependencies: Dependencies,
  actor: Actor,
  wanted: z.output<typeof reserveSchema>,
): Promise<Outcome<Upload>> {
  const { context, parts } = dependencies;
  const { db, config } = context;
  const known = await findByKey(context, actor, wanted.uploadKey);
  if (!known) {
    if (wanted.size > config.maximumFileBytes) return tooLarge(config.maximumFileBytes);
    const checked = await checkTarget(db, actor.id, wanted.target);
    if (!checked.ok) return checked;
    const { projectId } = checked.data;
    const refusal = await alone(db, [userTopic(actor.id), projectTopic(projectId)], async (tx) => {
      const room = { size: wanted.size, userId: actor.id, projectId };
      const refusal =
        (await checkOutstanding(tx, context, actor.id)) ??
        (await checkQuota(tx, config, room)) ??
        (await checkDisk(tx, dependencies, wanted.size));
      if (!refusal) await insert(tx, context, actor, wanted, projectId);
      return refusal;
    });
    // Another request with the same key may have made the row meanwhile.
    if (refusal && !(await findByKey(context, actor, wanted.uploadKey))) return refusal;
  }
  // Read it again: of several requests with the same key, only one made the row.
  const row = await findByKey(context, actor, wanted.uploadKey);
  if (!row) throw new Error('A reserved upload is missing.');
  if (row.size !== wanted.size || row.sha256 !== wanted.sha256) {
    return failure('conflict', 'uploadKey: This key was used for another file.');
  }
  const own = await readOwnUpload(db, actor.id, row.id);
  return own.ok ? toUpload(db, own.data, await parts.offset(row.id)) : own;
}

async function findByKey(
  { db, environment }: ServerContext,
  actor: Actor,
  uploadKey: string,
): Promise<UploadRow | undefined> {
  // A client that asks for its upload still wants it: the sweep counts idle time from here.
  return db
    .updateTable('upload')
    .set({ updatedAt: nowIso(environment.clock) })
    .where('userId', '=', actor.id)
    .where('uploadKey', '=', uploadKey)
    .returningAll()
    .executeTakeFirst();
}

async function insert(
  tx: Transaction<Database>,
  { environment }: ServerContext,
  actor: Actor,
  wanted: z.output<typeof reserveSchema>,
  projectId: string,
): Promise<void> {
  const now = nowIso(environment.clock);
  await tx
    .insertInto('upload')
    .values({
      id: environment.newId(),
      userId: actor.id,
      uploadKey: wanted.uploadKey,
      projectId,
      name: wanted.name,
      size: wanted.size,
      sha256: wanted.sha256,
      target: JSON.stringify(wanted.target),
      song: wanted.song ? JSON.stringify(wanted.song) : null,
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

function nowIso(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
