import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { newId } from '../../common/new-id.ts';
import type { Share } from '../../protocol/wire/share.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Links that have not expired and whose creator is still in the project: removing someone ends their links. */
function good(db: Kysely<Database>) {
  return db
    .selectFrom('share')
    .innerJoin('file', 'file.id', 'share.fileId')
    .innerJoin('member', (join) =>
      join.onRef('member.projectId', '=', 'file.projectId').onRef('member.userId', '=', 'share.createdBy'),
    )
    .where('share.expiresAt', '>', new Date().toISOString());
}

/** What a link leads to, or undefined: unknown, expired, revoked, or its file is gone. */
export function findShared(db: Kysely<Database>, token: string) {
  return good(db)
    .select([
      'share.id',
      'share.expiresAt',
      'share.passwordHash',
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

/** The good links of a file, newest first. */
export async function readShares(db: Kysely<Database>, fileId: string): Promise<Share[]> {
  const rows = await good(db)
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

/** Makes a link. The token is answered here and nowhere kept. */
export async function createShare(
  db: Kysely<Database>,
  asked: { fileId: string; createdBy: string; expiresInDays: number; passwordHash: string | null },
) {
  const { fileId, createdBy, expiresInDays, passwordHash } = asked;
  const [id, token, now] = [newId(), randomBytes(32).toString('base64url'), Date.now()];
  const expiresAt = new Date(now + expiresInDays * dayMilliseconds).toISOString();
  const createdAt = new Date(now).toISOString();
  await db
    .insertInto('share')
    .values({ id, fileId, tokenHash: hashToken(token), passwordHash, createdBy, createdAt, expiresAt })
    .execute();
  return { id, token, expiresAt };
}

/** Those whose time is over lead nowhere already; this takes what is left of them. */
export async function removeExpiredShares(db: Kysely<Database>): Promise<void> {
  await db.deleteFrom('share').where('expiresAt', '<=', new Date().toISOString()).execute();
}
