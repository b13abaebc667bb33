import { userTopic } from '../../protocol/wire/topic.ts';
import { notFound } from './access.ts';
import type { Handler } from './handler.ts';

/** Reading it again changes nothing. */
export const handleNotificationRead: Handler<'notification.read'> = async ({ tx, actor }, { id }) => {
  const one = await tx
    .selectFrom('notification')
    .select('isRead')
    .where('userId', '=', actor.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!one) return notFound('notification');
  if (one.isRead === 1) return { ok: true, result: {}, events: [] };
  await tx
    .updateTable('notification')
    .set({ isRead: 1 })
    .where('userId', '=', actor.id)
    .where('id', '=', id)
    .execute();
  return {
    ok: true,
    result: {},
    events: [
      { topic: userTopic(actor.id), event: { name: 'notification:read', payload: { notificationId: id } } },
    ],
  };
};

export const handleNotificationReadAll: Handler<'notification.readAll'> = async ({ tx, actor }, payload) => {
  const unread = tx
    .selectFrom('notification')
    .where('userId', '=', actor.id)
    .where('isRead', '=', 0)
    .$if(payload.upTo !== undefined, (query) => query.where('id', '<=', payload.upTo ?? ''));
  const newest = await unread.select((eb) => eb.fn.max('id').as('id')).executeTakeFirst();
  const upTo = newest?.id;
  if (!upTo) return { ok: true, result: {}, events: [] };
  await tx
    .updateTable('notification')
    .set({ isRead: 1 })
    .where('userId', '=', actor.id)
    .where('isRead', '=', 0)
    .where('id', '<=', upTo)
    .execute();
  return {
    ok: true,
    result: {},
    events: [{ topic: userTopic(actor.id), event: { name: 'notifications:read', payload: { upTo } } }],
  };
};
