import { userTopic } from '../../protocol/wire/topic.ts';
import { notFound } from './access.ts';
import type { CommandContext, Handler } from './handler.ts';

/** Activities that are dismissed already stay so, without an event. */
export const handleActivityDismiss: Handler<'activity.dismiss'> = async (context, payload) => {
  const { tx, actor, now } = context;
  const own = await readOwn(context, payload.ids);
  if (own.size === 0) return notFound('activity');
  const ids = payload.ids.filter((id) => own.get(id) === false);
  if (ids.length === 0) return { ok: true, result: {}, events: [] };
  await tx
    .insertInto('activityDismissal')
    .values(ids.map((activityId) => ({ userId: actor.id, activityId, dismissedAt: now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const event = { name: 'activities:dismissed', payload: { ids } } as const;
  return { ok: true, result: {}, events: [{ topic: userTopic(actor.id), event }] };
};

export const handleActivityUndismiss: Handler<'activity.undismiss'> = async (context, payload) => {
  const { tx, actor } = context;
  const own = await readOwn(context, payload.ids);
  if (own.size === 0) return notFound('activity');
  const ids = payload.ids.filter((id) => own.get(id) === true);
  if (ids.length === 0) return { ok: true, result: {}, events: [] };
  await tx
    .deleteFrom('activityDismissal')
    .where('userId', '=', actor.id)
    .where('activityId', 'in', ids)
    .execute();
  const event = { name: 'activities:undismissed', payload: { ids } } as const;
  return { ok: true, result: {}, events: [{ topic: userTopic(actor.id), event }] };
};

/** The ones that the actor may see, and whether they have dismissed them. */
async function readOwn({ tx, actor }: CommandContext, ids: readonly string[]): Promise<Map<string, boolean>> {
  const rows = await tx
    .selectFrom('activity')
    .innerJoin('member', (join) =>
      join.onRef('member.projectId', '=', 'activity.projectId').on('member.userId', '=', actor.id),
    )
    .leftJoin('activityDismissal', (join) =>
      join
        .onRef('activityDismissal.activityId', '=', 'activity.id')
        .on('activityDismissal.userId', '=', actor.id),
    )
    .select(['activity.id', 'activityDismissal.activityId as dismissed'])
    .where('activity.id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, dismissed }) => [id, dismissed !== null]));
}
