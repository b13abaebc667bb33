import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { Environment } from '../../common/environment.ts';
import type { Share, ShareComments, ShareKind } from '../../protocol/wire/share.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';
import { hashToken } from '../hash-token.ts';

/** The answer to every link that leads nowhere, whatever the reason. */
export const unknownLink = failure(
  'not-found',
  'This link doesn’t work. It may have expired or been revoked.',
);

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** The thing that a link leads to: a project if none of the three is there. */
export type ShareTarget = {
  projectId: string;
  fileId: string | null;
  cutId: string | null;
  vibeId: string | null;
};

export function kindOf({ fileId, cutId, vibeId }: ShareTarget): ShareKind {
  if (fileId !== null) return 'file';
  if (cutId !== null) return 'song';
  return vibeId !== null ? 'group' : 'project';
}

/**
 * Links that have not expired and whose creator may still share: removing someone ends their links. Those of a
 * disabled account are closed until it is enabled, and those to a project while their creator is no admin.
 */
function activeShares(db: Kysely<Database>, clock: Clock) {
  return db
    .selectFrom('share')
    .innerJoin('project', 'project.id', 'share.projectId')
    .leftJoin('file', 'file.id', 'share.fileId')
    .leftJoin('cut', 'cut.id', 'share.cutId')
    .leftJoin('vibe', 'vibe.id', 'share.vibeId')
    .innerJoin('member', (join) =>
      join.onRef('member.projectId', '=', 'share.projectId').onRef('member.userId', '=', 'share.createdBy'),
    )
    .innerJoin('user as creator', (join) =>
      join.onRef('creator.id', '=', 'share.createdBy').on('creator.disabledAt', 'is', null),
    )
    .where('member.role', '!=', 'LISTENER')
    .where((eb) =>
      eb.or([
        eb('member.role', '=', 'ADMIN'),
        eb('share.fileId', 'is not', null),
        eb('share.cutId', 'is not', null),
        eb('share.vibeId', 'is not', null),
      ]),
    )
    .where('share.expiresAt', '>', new Date(clock.now()).toISOString())
    .select(['share.id', 'share.projectId', 'share.fileId', 'share.cutId', 'share.vibeId'])
    .select(['share.createdBy', 'share.createdAt', 'share.expiresAt', 'share.passwordHash'])
    .select(['share.comments', 'share.mayDownload', 'share.allVersions'])
    .select(['creator.name as creatorName', 'creator.image as creatorImage'])
    .select((eb) => eb.fn.coalesce('file.name', 'cut.name', 'vibe.name', 'project.name').as('name'));
}

/** A link by its token. Undefined if it is unknown, expired or revoked, or what it leads to was deleted. */
export function findShared(db: Kysely<Database>, clock: Clock, token: string) {
  return activeShares(db, clock).where('share.tokenHash', '=', hashToken(token)).executeTakeFirst();
}
export type Shared = NonNullable<Awaited<ReturnType<typeof findShared>>>;

/** The active links of a project, or of one file, newest first. */
export async function readShares(
  db: Kysely<Database>,
  clock: Clock,
  where: { projectId: string } | { fileId: string } | { id: string },
): Promise<Share[]> {
  const [column, value] = Object.entries(where)[0] as ['projectId' | 'fileId' | 'id', string];
  const rows = await activeShares(db, clock)
    .select(['share.opens', 'share.plays', 'share.lastOpenedAt', 'file.cutId as cutIdOfFile'])
    .where(`share.${column}`, '=', value)
    .orderBy('share.id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    fileId: row.fileId,
    createdBy: { id: row.createdBy, name: row.creatorName, avatarUrl: row.creatorImage },
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    needsPassword: row.passwordHash !== null,
    kind: kindOf(row),
    name: row.name,
    cutId: row.cutId ?? row.cutIdOfFile,
    vibeId: row.vibeId,
    comments: row.comments,
    mayDownload: row.mayDownload === 1,
    allVersions: row.allVersions === 1,
    ...{ opens: row.opens, plays: row.plays, lastOpenedAt: row.lastOpenedAt },
  }));
}

/** Creates a link. Only the hash of its token is stored, so this is the only time it is returned. */
export async function createShare(
  db: Kysely<Database>,
  { newId, clock }: Environment,
  asked: ShareTarget & {
    createdBy: string;
    expiresInDays: number;
    passwordHash: string | null;
    comments: ShareComments;
    mayDownload: boolean;
    allVersions: boolean;
  },
) {
  const { expiresInDays, mayDownload, allVersions, ...rest } = asked;
  const [id, token, now] = [newId(), randomBytes(32).toString('base64url'), clock.now()];
  const expiresAt = new Date(now + expiresInDays * dayMilliseconds).toISOString();
  const createdAt = new Date(now).toISOString();
  await db
    .insertInto('share')
    .values({
      ...{ ...rest, id, tokenHash: hashToken(token), createdAt, expiresAt },
      ...{ mayDownload: mayDownload ? 1 : 0, allVersions: allVersions ? 1 : 0 },
    })
    .execute();
  return { id, token, expiresAt };
}

/** Changes with everything that a guest may see. It tells nothing else of the project. */
export async function readRevision(db: Kysely<Database>, shared: Shared): Promise<string> {
  const { id, projectId, comments, mayDownload } = shared;
  const head = await db
    .selectFrom('topicHead')
    .select('seq')
    .where('topic', '=', projectTopic(projectId))
    .executeTakeFirst();
  const state = `${id} ${head?.seq ?? 0} ${comments} ${mayDownload}`;
  return createHash('sha256').update(state).digest('base64url').slice(0, 16);
}

/** Deletes the rows of expired links. */
export async function removeExpiredShares(db: Kysely<Database>, clock: Clock): Promise<void> {
  await db.deleteFrom('share').where('expiresAt', '<=', new Date(clock.now()).toISOString()).execute();
}
