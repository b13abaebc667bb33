import type { Kysely } from 'kysely';
import type { Comment, Reply } from '../../protocol/wire/comment.ts';
import type { Database } from '../db/schema.ts';

/** Comments of a cut, or one by id, with their replies; by moment in the audio, then by age. */
export async function readComments(
  db: Kysely<Database>,
  where: { cutId: string } | { id: string },
): Promise<Comment[]> {
  const [column, value] = Object.entries(where)[0] as ['cutId' | 'id', string];
  const rows = await db
    .selectFrom('comment')
    .innerJoin('user', 'user.id', 'comment.createdBy')
    .selectAll('comment')
    .select(['user.name as personName', 'user.image as personImage'])
    .where(`comment.${column}`, '=', value)
    .orderBy('comment.timestamp')
    .orderBy('comment.createdAt')
    .orderBy('comment.id')
    .execute();
  const replies = await db
    .selectFrom('reply')
    .innerJoin('comment', 'comment.id', 'reply.commentId')
    .innerJoin('user', 'user.id', 'reply.createdBy')
    .selectAll('reply')
    .select(['comment.cutId', 'user.name as personName', 'user.image as personImage'])
    .where(`comment.${column}`, '=', value)
    .orderBy('reply.createdAt')
    .orderBy('reply.id')
    .execute();
  const repliesOf = Map.groupBy(
    replies.map(
      (row): Reply => ({
        id: row.id,
        text: row.text,
        createdAt: row.createdAt,
        user: { id: row.createdBy, name: row.personName, avatarUrl: row.personImage },
        commentId: row.commentId,
        cutId: row.cutId,
      }),
    ),
    ({ commentId }) => commentId,
  );
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    timestamp: row.timestamp,
    createdAt: row.createdAt,
    user: { id: row.createdBy, name: row.personName, avatarUrl: row.personImage },
    replies: repliesOf.get(row.id) ?? [],
    cutId: row.cutId,
    fileId: row.fileId,
  }));
}

/** The place of a comment and its author. */
export async function findComment(db: Kysely<Database>, id: string) {
  return db
    .selectFrom('comment')
    .innerJoin('cut', 'cut.id', 'comment.cutId')
    .select(['comment.cutId', 'comment.createdBy', 'comment.text', 'comment.timestamp'])
    .select(['cut.projectId', 'cut.vibeId'])
    .where('comment.id', '=', id)
    .executeTakeFirst();
}

/** The place of a reply and its author. */
export async function findReply(db: Kysely<Database>, id: string) {
  return db
    .selectFrom('reply')
    .innerJoin('comment', 'comment.id', 'reply.commentId')
    .innerJoin('cut', 'cut.id', 'comment.cutId')
    .select(['reply.commentId', 'reply.createdBy', 'comment.cutId', 'cut.projectId'])
    .where('reply.id', '=', id)
    .executeTakeFirst();
}
