import type { Kysely } from 'kysely';
import type { Comment, Reaction, Reply } from '../../protocol/wire/comment.ts';
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
    .leftJoin('user as resolver', 'resolver.id', 'comment.resolvedBy')
    .selectAll('comment')
    .select(['user.name as personName', 'user.image as personImage'])
    .select(['resolver.name as resolverName', 'resolver.image as resolverImage'])
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
        ...(row.mentions !== null && { mentions: JSON.parse(row.mentions) }),
      }),
    ),
    ({ commentId }) => commentId,
  );
  const reactions = await readReactions(db, column, value);
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    timestamp: row.timestamp,
    createdAt: row.createdAt,
    user: { id: row.createdBy, name: row.personName, avatarUrl: row.personImage },
    replies: repliesOf.get(row.id) ?? [],
    cutId: row.cutId,
    fileId: row.fileId,
    ...(row.endTimestamp !== null && { endTimestamp: row.endTimestamp }),
    resolvedAt: row.resolvedAt,
    resolvedBy:
      row.resolvedBy === null
        ? null
        : { id: row.resolvedBy, name: row.resolverName ?? '', avatarUrl: row.resolverImage },
    ...(row.editedAt !== null && { editedAt: row.editedAt }),
    ...(row.mentions !== null && { mentions: JSON.parse(row.mentions) }),
    ...(reactions.has(row.id) && { reactions: reactions.get(row.id) }),
  }));
}

/** The reactions to each comment that has any: in the order in which each was given first. */
async function readReactions(
  db: Kysely<Database>,
  column: 'cutId' | 'id',
  value: string,
): Promise<Map<string, Reaction[]>> {
  const rows = await db
    .selectFrom('reaction')
    .innerJoin('comment', 'comment.id', 'reaction.commentId')
    .select(['reaction.commentId', 'reaction.userId', 'reaction.reaction'])
    .where(`comment.${column}`, '=', value)
    .orderBy('reaction.createdAt')
    .orderBy('reaction.userId')
    .orderBy('reaction.reaction')
    .execute();
  const byComment = Map.groupBy(rows, ({ commentId }) => commentId);
  return new Map(
    [...byComment].map(([commentId, own]) => [
      commentId,
      [...Map.groupBy(own, ({ reaction }) => reaction)].map(([reaction, given]) => ({
        reaction: reaction as Reaction['reaction'],
        userIds: given.map(({ userId }) => userId),
      })),
    ]),
  );
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
