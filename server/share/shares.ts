import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { Environment } from '../../common/environment.ts';
import type { Share } from '../../protocol/wire/share.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/**
 * Links that have not expired and whose creator may still share: removing someone ends their links. Those of a
 * disabled account are closed until it is enabled.
 */
function activeShares(db: Kysely<Database>, clock: Clock) {
  return db
    .selectFrom('share')
    .innerJoin('file', 'file.id', 'share.fileId')
    .innerJoin('member', (join) =>
      join.onRef('member.projectId', '=', 'file.projectId').onRef('member.userId', '=', 'share.createdBy'),
    )
    .innerJoin('user as creator', (join) =>
      join.onRef('creator.id', '=', 'share.createdBy').on('creator.disabledAt', 'is', null),
    )
    .where('member.role', '!=', 'LISTENER')
    .where('share.expiresAt', '>', new Date(clock.now()).toISOString());
}

/** The file behind a link. Undefined if the link is unknown, expired or revoked, or the file was deleted. */
export function findShared(db: Kysely<Database>, clock: Clock, token: string) {
  return activeShares(db, clock)
    .select([
      'share.id',
      'share.expiresAt',
      'share.passwordHash',
      'file.projectId',
      'file.name',
      'file.type',
      'file.size',
      'file.mimeType',
      'file.sha256',
      'file.audio',
    ])
    .where('share.tokenHash', '=', hashToken(token))
    .executeTakeFirst();
}
export type Shared = NonNullable<Awaited<ReturnType<typeof findShared>>>;

/** The active links of a file, newest first. */
export async function readShares(db: Kysely<Database>, clock: Clock, fileId: string): Promise<Share[]> {
  const rows = await activeShares(db, clock)
    .innerJoin('user', 'user.id', 'share.createdBy')
    .select(['share.id', 'share.createdAt', 'share.expiresAt', 'share.passwordHash'])
    .select(['user.id as userId', 'user.name', 'user.image'])
    .where('share.fileId', '=', fileId)
    .orderBy('share.id', 'desc')
    .execute();
  return rows.map(({ id, createdAt, expiresAt, passwordHash, ...user }) => ({
    id,
    fileId,
    createdBy: { id: user.userId, name: user.name, avatarUrl: user.image },
    createdAt,
    expiresAt,
    needsPassword: passwordHash !== null,
  }));
}

/** Creates a link. Only the hash of its token is stored, so this is the only time it is returned. */
export async function createShare(
  db: Kysely<Database>,
  { newId, clock }: Environment,
  asked: { fileId: string; createdBy: string; expiresInDays: number; passwordHash: string | null },
) {
  const { fileId, createdBy, expiresInDays, passwordHash } = asked;
  const [id, token, now] = [newId(), randomBytes(32).toString('base64url'), clock.now()];
  const expiresAt = new Date(now + expiresInDays * dayMilliseconds).toISOString();
  const createdAt = new Date(now).toISOString();
  await db
    .insertInto('share')
    .values({ id, fileId, tokenHash: hashToken(token), passwordHash, createdBy, createdAt, expiresAt })
    .execute();
  return { id, token, expiresAt };
}

/** Deletes the rows of expired links. */
export async function removeExpiredShares(db: Kysely<Database>, clock: Clock): Promise<void> {
  await db.deleteFrom('share').where('expiresAt', '<=', new Date(clock.now()).toISOString()).execute();
}
