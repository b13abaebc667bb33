import type { Kysely } from 'kysely';
import type { Comment, Reply } from '../../protocol/wire/comment.ts';
import type { Database } from '../db/schema.ts';
import { groupReactions } from './reactions.ts';

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
  const { ofComments, ofReplies } = await readReactions(db, column, value);
  const repliesOf = Map.groupBy(
    replies.map(
      (row): Reply => ({
        id: row.id,
        text: row.text,
        createdAt: row.createdAt,
        user: { id: row.createdBy, name: row.personName, avatarUrl: row.personImage },
        commentId: row.commentId,
        cutId: row.cutId,
        ...(row.editedAt !== null && { editedAt: row.editedAt }),
        ...(row.mentions !== null && { mentions: JSON.parse(row.mentions) }),
        ...(ofReplies.has(row.id) && { reactions: ofReplies.get(row.id) }),
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
    ...(row.endTimestamp !== null && { endTimestamp: row.endTimestamp }),
    resolvedAt: row.resolvedAt,
    resolvedBy:
      row.resolvedBy === null
        ? null
        : { id: row.resolvedBy, name: row.resolverName ?? '', avatarUrl: row.resolverImage },
    ...(row.editedAt !== null && { editedAt: row.editedAt }),
    ...(row.mentions !== null && { mentions: JSON.parse(row.mentions) }),
    ...(ofComments.has(row.id) && { reactions: ofComments.get(row.id) }),
    ...(row.messageId !== null && { messageId: row.messageId }),
  }));
}

/** The reactions to comments, and to their replies. */
async function readReactions(db: Kysely<Database>, column: 'cutId' | 'id', value: string) {
  const ofComments = await db
    .selectFrom('reaction')
    .innerJoin('comment', 'comment.id', 'reaction.commentId')
    .select(['reaction.commentId as ofId', 'reaction.userId', 'reaction.reaction'])
    .where(`comment.${column}`, '=', value)
    .orderBy('reaction.createdAt')
    .orderBy('reaction.userId')
    .orderBy('reaction.reaction')
    .execute();
  const ofReplies = await db
    .selectFrom('replyReaction')
    .innerJoin('reply', 'reply.id', 'replyReaction.replyId')
    .innerJoin('comment', 'comment.id', 'reply.commentId')
    .select(['replyReaction.replyId as ofId', 'replyReaction.userId', 'replyReaction.reaction'])
    .where(`comment.${column}`, '=', value)
    .orderBy('replyReaction.createdAt')
    .orderBy('replyReaction.userId')
    .orderBy('replyReaction.reaction')
    .execute();
  return { ofComments: groupReactions(ofComments), ofReplies: groupReactions(ofReplies) };
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
    .select(['reply.commentId', 'reply.createdBy', 'comment.cutId', 'cut.projectId', 'cut.vibeId'])
    .select(['cut.name as cutName'])
    .where('reply.id', '=', id)
    .executeTakeFirst();
}
