import type { Insertable } from 'kysely';
import type { CommandPayload } from '../../protocol/wire/command.ts';
import type { Comment } from '../../protocol/wire/comment.ts';
import type { Failure } from '../../protocol/wire/error.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { prepared } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';
import { type CutPlace, findCutPlace } from '../entities/cut.ts';
import { readRoomMessage } from '../entities/room-message.ts';
import { failure } from '../failure.ts';
import { notFound, refuse } from './access.ts';
import { endsTooEarly } from './comment-update.ts';
import { excerptOf } from './excerpt.ts';
import type { CommandContext, Handled, Handler } from './handler.ts';
import { refuseIfFull } from './limits.ts';
import { mentionNotifications, mentionsColumn, readMentions } from './mentions.ts';
import { roomChange } from './room-react.ts';

export const handleCommentCreate: Handler<'comment.create'> = async (context, payload) => {
  const meant = await findCutPlace(context.tx, payload.cutId);
  if (!meant) return notFound('cut');
  const refusal = await refuse(context, meant.projectId, 'comment.create', 'cut');
  return refusal ?? addComment(context, payload, meant);
};

/** Adds a comment of somebody who may comment there: a member, or a guest of a share link. */
export async function addComment(
  context: CommandContext,
  payload: CommandPayload<'comment.create'>,
  meant: CutPlace,
): Promise<Handled<Comment> | Failure> {
  const { tx, actor, now } = context;
  const { id, text, timestamp, endTimestamp } = payload;
  if (endTimestamp !== undefined && endTimestamp < timestamp) return endsTooEarly;
  const { cut, fileId } = await placeOfFile(tx, payload.fileId ?? null, meant);
  const { id: cutId, vibeId, projectId } = cut;
  const full = await refuseIfFull(tx, 'commentsOfCut', cutId);
  if (full) return full;
  const mentions = await readMentions(tx, projectId, text, payload.mentions);
  const message =
    payload.messageId === undefined ? undefined : await readRoomMessage(tx, projectId, payload.messageId);
  const made = await insertComment(tx, {
    ...{ id, cutId, fileId, text, timestamp, createdAt: now, createdBy: actor.id },
    endTimestamp: endTimestamp ?? null,
    mentions: mentionsColumn(mentions),
    messageId: message?.id ?? null,
  });
  if (made.numAffectedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  const comment: Comment = {
    ...{ id, text, timestamp, createdAt: now, replies: [], cutId, fileId },
    user: { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl },
    ...(endTimestamp !== undefined && { endTimestamp }),
    resolvedAt: null,
    resolvedBy: null,
    ...(mentions.length > 0 && { mentions }),
    ...(message && { messageId: message.id }),
  };
  const pointed = message && { ...message, point: { commentId: id, cutId, fileId } };
  if (pointed) {
    const point = JSON.stringify(pointed.point);
    await tx.updateTable('roomMessage').set({ point }).where('id', '=', pointed.id).execute();
  }
  const link = { projectId, vibeId, cutId, commentId: id };
  return {
    ok: true,
    result: comment,
    events: [
      { topic: projectTopic(projectId), event: { name: 'comment:created', payload: comment } },
      ...(pointed ? [roomChange(pointed)] : []),
    ],
    activities: [
      {
        type: 'comment_added',
        projectId,
        target: { type: 'comment', id, name: excerptOf(text) },
        link,
      },
    ],
    notifications: mentionNotifications(context, { mentions, text, place: cut.name, link }),
  };
}

type NewComment = Omit<Insertable<Database['comment']>, 'resolvedAt' | 'resolvedBy' | 'editedAt'>;

/** Inserts none if the id is in use. */
const insertComment = prepared((db, row: NewComment) => {
  const { id, cutId, fileId, text, timestamp, createdAt, createdBy, endTimestamp, mentions, messageId } = row;
  return db
    .insertInto('comment')
    .values({ id, cutId, fileId, text, timestamp, createdAt, createdBy, endTimestamp, mentions, messageId })
    .onConflict((conflict) => conflict.column('id').doNothing());
});

/**
 * The file if it is in the cut, or was when the comment was made: then the comment follows it. Otherwise null, because
 * the file may have been deleted while the comment was pending.
 */
async function placeOfFile(
  tx: CommandContext['tx'],
  fileId: string | null,
  cut: CutPlace,
): Promise<{ cut: CutPlace; fileId: string | null }> {
  const file =
    fileId !== null &&
    (await tx
      .selectFrom('file')
      .select(['cutId', 'formerCutIds'])
      .where('id', '=', fileId)
      .where('projectId', '=', cut.projectId)
      .executeTakeFirst());
  if (!file) return { cut, fileId: null };
  if (file.cutId === cut.id) return { cut, fileId };
  const formerCutIds: string[] = JSON.parse(file.formerCutIds ?? '[]');
  const followed = formerCutIds.includes(cut.id) ? await findCutPlace(tx, file.cutId) : undefined;
  return followed ? { cut: followed, fileId } : { cut, fileId: null };
}
