import type { Kysely, Transaction } from 'kysely';
import type { Failure } from '../../protocol/wire/error.ts';
import { refuseIfFull } from '../commands/limits.ts';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';
import { noSpace } from '../storage/disk.ts';
import type { Stores } from '../storage/open-stores.ts';
import { sizeText } from './receive-file.ts';

/** A reservation that its client has not asked about for so long holds no room for itself. */
const heldMilliseconds = 60 * 60 * 1000;

/** The uploads that one person may have reserved and not finished. An app has a few at once. */
const mostOutstanding = 500;

const heldSince = ({ clock }: ServerContext['environment']) =>
  new Date(clock.now() - heldMilliseconds).toISOString();

type Wanted = { size: number; userId: string; projectId: string };

type Db = Transaction<Database> | Kysely<Database>;

/** Whether one more file of so many bytes fits into the project, and into the quotas of both. Null if it does. */
export async function checkQuota(
  tx: Db,
  config: ServerContext['config'],
  { size, userId, projectId }: Wanted,
): Promise<Failure | null> {
  const full = await refuseIfFull(tx, 'filesOfProject', projectId);
  if (full) return full;
  const accountQuotaBytes = (await ownQuota(tx, 'user', userId)) ?? config.accountQuotaBytes;
  const projectQuotaBytes = (await ownQuota(tx, 'project', projectId)) ?? config.projectQuotaBytes;
  if (accountQuotaBytes > 0 && (await usedBy(tx, 'userId', userId)) + size > accountQuotaBytes) {
    return failure(
      'quota',
      `Your account may keep ${sizeText(accountQuotaBytes)} on this server, and this file would exceed that. Delete what you no longer need, or ask the server’s administrator for more.`,
    );
  }
  if (projectQuotaBytes > 0 && (await usedBy(tx, 'projectId', projectId)) + size > projectQuotaBytes) {
    return failure(
      'quota',
      `This project may keep ${sizeText(projectQuotaBytes)} on this server, and this file would exceed that. Delete what you no longer need, or ask the server’s administrator for more.`,
    );
  }
  return null;
}

/** The limit that the operator gave this account or project; null: the server's default counts. */
async function ownQuota(tx: Db, table: 'user' | 'project', id: string): Promise<number | null> {
  const row = await tx.selectFrom(table).select('quotaBytes').where('id', '=', id).executeTakeFirst();
  return row?.quotaBytes ?? null;
}

/**
 * Whether so many more bytes fit onto the disk, beside everything that is reserved already. Null if they do. Runs in the
 * transaction that reserves them, so that two can't get the same room.
 */
export async function checkDisk(
  tx: Db,
  { context: { environment }, blobs, parts }: { context: Pick<ServerContext, 'environment'> } & Stores,
  size: number,
): Promise<Failure | null> {
  const free = await blobs.freeBytes();
  const since = heldSince(environment);
  const held = () => tx.selectFrom('upload').where('state', '=', 'reserved').where('updatedAt', '>=', since);
  const { announced } = await held()
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('size'), eb.lit(0)).as('announced'))
    .executeTakeFirstOrThrow();
  if (announced + size <= free) return null;
  const ids = await held().select('id').execute();
  // Bytes that have arrived are no longer free, so they must not count twice.
  const arrived = await Promise.all(ids.map(({ id }) => parts.offset(id)));
  return announced - arrived.reduce((total, bytes) => total + bytes, 0) + size <= free ? null : noSpace;
}

/** Whether one more upload of this person may be under way. Null if it may. Everyone's are counted by each reservation. */
export async function checkOutstanding(
  tx: Db,
  { environment }: Pick<ServerContext, 'environment'>,
  userId: string,
): Promise<Failure | null> {
  const { count } = await tx
    .selectFrom('upload')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('userId', '=', userId)
    .where('state', '=', 'reserved')
    .where('updatedAt', '>=', heldSince(environment))
    .executeTakeFirstOrThrow();
  return count < mostOutstanding
    ? null
    : failure(
        'rate-limited',
        `You have ${mostOutstanding} unfinished uploads. Finish some, or try again in an hour.`,
      );
}

/** The bytes of an account or a project: its files, those of deleted cuts, and what is reserved. */
async function usedBy(tx: Db, column: 'userId' | 'projectId', id: string): Promise<number> {
  const files = tx
    .selectFrom('file')
    .select((eb) => eb.fn.sum<number | null>('size').as('size'))
    .where(column === 'userId' ? 'uploadedBy' : 'projectId', '=', id);
  const reserved = tx
    .selectFrom('upload')
    .select((eb) => eb.fn.sum<number | null>('size').as('size'))
    .where('state', '=', 'reserved')
    .where(column, '=', id);
  const deleted = tx
    .selectFrom('deletedCutFile')
    .innerJoin('deletedCut', 'deletedCut.id', 'deletedCutFile.cutId')
    .select((eb) => eb.fn.sum<number | null>('deletedCutFile.size').as('size'))
    .where('deletedCut.projectId', '=', id);
  const deletedAlone = tx
    .selectFrom('deletedFile')
    .select((eb) => eb.fn.sum<number | null>('size').as('size'))
    .where('projectId', '=', id);
  const sums = await Promise.all(
    [files, reserved, deleted, deletedAlone].map((query) => query.executeTakeFirst()),
  );
  return sums.reduce((total, row) => total + Number(row?.size ?? 0), 0);
}
