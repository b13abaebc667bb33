import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { readPictureFacts } from '../../common/picture-facts.ts';
import type { Outcome } from '../../protocol/wire/error.ts';
import { maximumPictureSide, picturePath } from '../../protocol/wire/picture.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';

/** The person, project or vibe that has a picture. */
export type PictureOwner = { userId: string } | { projectId: string } | { vibeId: string };

type Picture = { sha256: string; mimeType: string; bytes: Buffer };

/** The path of a picture, from its hash if there is one. */
export function pathOfPicture(sha256: string | null | undefined): string | null {
  return sha256 === null || sha256 === undefined ? null : picturePath(sha256);
}

/**
 * Gives `owner` this picture (a data URL), or takes theirs away, and answers its path. Fails with `unsupported-type` or
 * `invalid`. Only headers are read, so nothing that it contains can take long.
 */
export async function keepPicture(
  tx: Transaction<Database>,
  owner: PictureOwner,
  dataUrl: string | null,
): Promise<Outcome<string | null>> {
  const read = dataUrl === null ? null : readPicture(dataUrl);
  if (read && !read.ok) return read;
  const [column, id] = Object.entries(owner)[0] as ['userId' | 'projectId' | 'vibeId', string];
  await tx.deleteFrom('picture').where(column, '=', id).execute();
  if (!read) return { ok: true, data: null };
  const none = { userId: null, projectId: null, vibeId: null };
  await tx
    .insertInto('picture')
    .values({ ...none, ...owner, ...read.data })
    .execute();
  return { ok: true, data: picturePath(read.data.sha256) };
}

function readPicture(dataUrl: string): Outcome<Picture> {
  const bytes = Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
  const facts = readPictureFacts(bytes);
  if (!facts || facts.mimeType === 'image/gif')
    return failure('unsupported-type', 'picture: this isn’t a PNG, JPEG or WebP picture.');
  if (facts.isAnimated) return failure('unsupported-type', 'picture: animated pictures aren’t supported.');
  if (Math.max(facts.width, facts.height) > maximumPictureSide)
    return failure('invalid', `picture: must be at most ${maximumPictureSide} pixels wide and high.`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { ok: true, data: { sha256, mimeType: facts.mimeType, bytes } };
}

/** The picture of that hash, if this person may see anything that has it. */
export async function readVisiblePicture(
  db: Kysely<Database>,
  userId: string,
  sha256: string,
): Promise<Picture | undefined> {
  const ownProjects = db.selectFrom('member').select('projectId').where('userId', '=', userId);
  const row = await db
    .selectFrom('picture')
    .leftJoin('vibe', 'vibe.id', 'picture.vibeId')
    .select(['picture.sha256', 'picture.mimeType', 'picture.bytes'])
    .where('picture.sha256', '=', sha256)
    .where((eb) =>
      eb.or([
        eb('picture.userId', '=', userId),
        eb('picture.projectId', 'in', ownProjects),
        eb('vibe.projectId', 'in', ownProjects),
        eb(
          'picture.userId',
          'in',
          db.selectFrom('member').select('userId').where('projectId', 'in', ownProjects),
        ),
      ]),
    )
    .executeTakeFirst();
  return row && { ...row, bytes: Buffer.from(row.bytes) };
}
