import type { StorageReport } from '../../protocol/wire/operator.ts';
import { record } from '../audit/record.ts';
import { failure } from '../failure.ts';
import { sizeText } from '../files/receive-file.ts';
import { findAccount } from './accounts.ts';
import type { Operation } from './operation.ts';

const mostListed = 100;

/** Everything on the disk, and the largest accounts and projects. */
export const reportStorage: Operation<'storage'> = async ({ db, config, freeBytes }) => {
  const stored = await db
    .selectFrom('blob')
    .select((eb) => [eb.fn.countAll<number>().as('files'), eb.fn.sum<number | null>('size').as('bytes')])
    .executeTakeFirstOrThrow();
  const deleted = await db
    .selectFrom('deletedCutFile')
    .select((eb) => eb.fn.sum<number | null>('size').as('bytes'))
    .executeTakeFirstOrThrow();
  const deletedAlone = await db
    .selectFrom('deletedFile')
    .select((eb) => eb.fn.sum<number | null>('size').as('bytes'))
    .executeTakeFirstOrThrow();
  const reserved = await db
    .selectFrom('upload')
    .select((eb) => [eb.fn.countAll<number>().as('uploads'), eb.fn.sum<number | null>('size').as('bytes')])
    .where('state', '=', 'reserved')
    .executeTakeFirstOrThrow();
  const accounts = await db
    .selectFrom('user')
    .leftJoin('file', 'file.uploadedBy', 'user.id')
    .select(['user.id', 'user.name', 'user.email', 'user.quotaBytes'])
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('file.size'), eb.lit(0)).as('bytes'))
    .groupBy('user.id')
    .orderBy('bytes', 'desc')
    .orderBy('user.id')
    .limit(mostListed)
    .execute();
  const projects = await db
    .selectFrom('project')
    .leftJoin('file', 'file.projectId', 'project.id')
    .select(['project.id', 'project.name', 'project.quotaBytes'])
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('file.size'), eb.lit(0)).as('bytes'))
    .groupBy('project.id')
    .orderBy('bytes', 'desc')
    .orderBy('project.id')
    .limit(mostListed)
    .execute();
  const free = await freeBytes();
  const { diskReserveBytes: reserveBytes, accountQuotaBytes, projectQuotaBytes } = config;
  const data: StorageReport = {
    stored: { files: Number(stored.files), bytes: Number(stored.bytes ?? 0) },
    deletedBytes: Number(deleted.bytes ?? 0) + Number(deletedAlone.bytes ?? 0),
    reserved: { uploads: Number(reserved.uploads), bytes: Number(reserved.bytes ?? 0) },
    freeBytes: Number.isFinite(free) ? free : null,
    ...{ reserveBytes, accountQuotaBytes, projectQuotaBytes },
    accounts: accounts.map((row) => ({ ...row, bytes: Number(row.bytes ?? 0) })),
    projects: projects.map((row) => ({ ...row, bytes: Number(row.bytes ?? 0) })),
  };
  return { ok: true, data };
};

/** A limit of its own for an account or a project; `checkQuota` reads it. */
export const setQuota: Operation<'quota'> = async (
  { db, environment: { clock } },
  { account, project, bytes },
  by,
) => {
  const now = new Date(clock.now()).toISOString();
  const detail = bytes === null ? 'default' : bytes === 0 ? 'none' : sizeText(bytes);
  if (project !== undefined) {
    return db.transaction().execute(async (tx) => {
      const changed = await tx
        .updateTable('project')
        .set({ quotaBytes: bytes })
        .where('id', '=', project)
        .returning('name')
        .executeTakeFirst();
      if (!changed) return failure('not-found', 'There is no project with this id.');
      const subject = { id: project, name: changed.name };
      await record({ tx, now, actor: by }, { kind: 'project.quota', subject, projectId: project, detail });
      return { ok: true, data: { project, bytes } };
    });
  }
  const found = await findAccount(db, account ?? '');
  if (!found.ok) return found;
  const { id, email } = found.data;
  return db.transaction().execute(async (tx) => {
    await tx.updateTable('user').set({ quotaBytes: bytes }).where('id', '=', id).execute();
    await record({ tx, now, actor: by }, { kind: 'account.quota', subject: { id, name: email }, detail });
    return { ok: true, data: { account: id, bytes } };
  });
};
