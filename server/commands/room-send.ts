import type { Transaction } from 'kysely';
import type { RoomMessage } from '../../protocol/wire/room-message.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import type { Database } from '../db/schema.ts';
import { readRole } from '../entities/member.ts';
import { readRoomMessages } from '../entities/room-message.ts';
import { failure } from '../failure.ts';
import { notFound } from './access.ts';
import { excerptOf } from './excerpt.ts';
import type { Handler } from './handler.ts';
import { mentionsColumn, readMentions } from './mentions.ts';
import { isSendingTooMuch, momentAfter } from './message-pace.ts';

export const handleRoomSend: Handler<'room.send'> = async ({ tx, actor, now }, payload) => {
  const { id, projectId, text } = payload;
  if ((await readRole(tx, projectId, actor.id)) === undefined) return notFound('project');
  if (await isSendingTooMuch(tx, 'roomMessage', actor.id, now)) {
    return failure('rate-limited', 'Too many messages at once. Wait a minute.');
  }
  const mentions = await readMentions(tx, projectId, text, payload.mentions);
  const createdAt = momentAfter((await readRoomMessages(tx, projectId, { limit: 1 }))[0]?.createdAt, now);
  const made = await tx
    .insertInto('roomMessage')
    .values({ id, projectId, senderId: actor.id, text, mentions: mentionsColumn(mentions), createdAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows === 0n) return failure('conflict', 'id: This id is already in use.');
  const sender = { id: actor.id, name: actor.name, avatarUrl: actor.avatarUrl };
  const message: RoomMessage = {
    ...{ id, projectId, sender, text },
    ...(mentions.length > 0 && { mentions }),
    createdAt,
  };
  const to = mentions.filter((one) => one !== actor.id);
  const projectName = to.length === 0 ? '' : await nameOf(tx, projectId);
  return {
    ok: true,
    result: message,
    events: [{ topic: projectTopic(projectId), event: { name: 'room:message', payload: message } }],
    unreadIn: projectId,
    ...(to.length > 0 && {
      notifications: [
        {
          to,
          type: 'mentioned' as const,
          title: `${actor.name} mentioned you in “${projectName}”`,
          message: excerptOf(text),
          link: { projectId, messageId: id },
          ...{ actor: sender, projectName },
        },
      ],
    }),
  };
};

async function nameOf(tx: Transaction<Database>, projectId: string): Promise<string> {
  const projects = tx.selectFrom('project').select('name').where('id', '=', projectId);
  return (await projects.executeTakeFirstOrThrow()).name;
}
