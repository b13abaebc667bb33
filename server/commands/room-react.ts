import { changesOfMessage } from '../../protocol/state/room-state.ts';
import type { RoomMessage } from '../../protocol/wire/room-message.ts';
import { projectTopic } from '../../protocol/wire/topic.ts';
import { readRoomMessage } from '../entities/room-message.ts';
import { notFound, refuse } from './access.ts';
import type { Handler, TopicEvent } from './handler.ts';

/** Gives a message of the room a reaction, or takes it back. Repeating either changes nothing. */
export const handleRoomReact: Handler<'room.react'> = async (context, payload) => {
  const { id, projectId, reaction, isGiven } = payload;
  const { tx, actor, now } = context;
  const refusal = await refuse(context, projectId, 'room.react', 'project');
  if (refusal) return refusal;
  const before = await readRoomMessage(tx, projectId, id);
  if (!before) return notFound('message');
  const own = { messageId: id, userId: actor.id, reaction };
  const has = before.reactions?.some((one) => one.reaction === reaction && one.userIds.includes(actor.id));
  if ((has ?? false) === isGiven) return { ok: true, result: before, events: [] };
  if (isGiven)
    await tx
      .insertInto('roomReaction')
      .values({ ...own, createdAt: now })
      .execute();
  else
    await tx
      .deleteFrom('roomReaction')
      .where((eb) => eb.and(own))
      .execute();
  const message = await readRoomMessage(tx, projectId, id);
  if (!message) throw new Error(`Message ${id} disappeared within its own transaction`);
  return { ok: true, result: message, events: [roomChange(message)] };
};

/** The event that says what a message of the room is now. */
export function roomChange(message: RoomMessage): TopicEvent {
  return {
    topic: projectTopic(message.projectId),
    event: { name: 'room:updated', payload: changesOfMessage(message) },
  };
}
