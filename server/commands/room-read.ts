import { userTopic } from '../../protocol/wire/topic.ts';
import { readProjectAttention } from '../entities/attention.ts';
import { readRoomMessages, readRoomMoment } from '../entities/room-message.ts';
import { notFound, refuse } from './access.ts';
import type { Handler } from './handler.ts';

/** Moves the reader's read mark forward, on all their devices. Nobody else learns of it. */
export const handleRoomRead: Handler<'room.read'> = async (context, { projectId, upTo }) => {
  const { tx, actor } = context;
  const refusal = await refuse(context, projectId, 'room.read', 'project');
  if (refusal) return refusal;
  const before = await readProjectAttention(tx, actor.id, projectId);
  if (!before) return notFound('project');
  const moment =
    upTo === undefined
      ? (await readRoomMessages(tx, projectId, { limit: 1 }))[0]?.createdAt
      : await readRoomMoment(tx, projectId, upTo);
  if (upTo !== undefined && moment === undefined) return notFound('message');
  if (moment === undefined || moment <= before.roomReadUpTo) return { ok: true, result: before, events: [] };
  await tx
    .updateTable('member')
    .set({ roomReadUpTo: moment })
    .where('projectId', '=', projectId)
    .where('userId', '=', actor.id)
    .execute();
  const result = await readProjectAttention(tx, actor.id, projectId);
  if (!result) throw new Error('The member who just read the room is missing');
  const event = { name: 'attention:updated', payload: result } as const;
  return { ok: true, result, events: [{ topic: userTopic(actor.id), event }] };
};
