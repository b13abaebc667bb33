import type { Failure } from '../../protocol/wire/error.ts';
import { userTopic } from '../../protocol/wire/topic.ts';
import { record } from '../audit/record.ts';
import { notFound } from '../commands/access.ts';
import type { CommandContext, Handled, TopicEvent } from '../commands/handler.ts';
import { refuseIfFull } from '../commands/limits.ts';
import { textInJson } from '../db/dialect.ts';
import { readAttention } from '../entities/attention.ts';
import { shareProject } from '../entities/bandmate.ts';
import { pairOf } from '../entities/conversation.ts';
import { failure } from '../failure.ts';
import { hasBlocked } from './blocks.ts';

type Changed = Promise<Handled<object> | Failure>;

/** Blocks somebody the actor has had to do with. Others get the same answer as for nobody, so no id can be tried out. */
export async function block(context: CommandContext, userId: string): Changed {
  const { tx, actor, now } = context;
  if (userId === actor.id) return failure('invalid', 'You can’t block yourself.');
  if (await hasBlocked(tx, actor.id, userId)) return unchanged;
  const person = await findKnown(context, userId);
  if (!person) return notFound('person');
  const full = await refuseIfFull(tx, 'blocksOfPerson', actor.id);
  if (full) return full;
  return withNewCounts(context, async () => {
    await tx.insertInto('block').values({ userId: actor.id, blockedId: userId, createdAt: now }).execute();
    await record(context, { kind: 'person.blocked', subject: { id: userId, name: person.email } });
  });
}

/** Ends a block, if there is one. */
export async function unblock(context: CommandContext, userId: string): Changed {
  const { tx, actor } = context;
  if (!(await hasBlocked(tx, actor.id, userId))) return unchanged;
  const { email } = await tx
    .selectFrom('user')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  return withNewCounts(context, async () => {
    await tx.deleteFrom('block').where('userId', '=', actor.id).where('blockedId', '=', userId).execute();
    await record(context, { kind: 'person.unblocked', subject: { id: userId, name: email } });
  });
}

const unchanged: Handled<object> = { ok: true, result: {}, events: [] };

/** A bandmate, somebody in a conversation with the actor, or the cause of a notification they have. */
async function findKnown(
  { tx, actor }: CommandContext,
  userId: string,
): Promise<{ email: string } | undefined> {
  const person = await tx
    .selectFrom('user')
    .select('email')
    .where('id', '=', userId)
    .where('closedAt', 'is', null)
    .executeTakeFirst();
  if (!person || (await shareProject(tx, actor.id, userId))) return person;
  const { firstUserId, secondUserId } = pairOf(actor.id, userId);
  const conversation = await tx
    .selectFrom('conversation')
    .select('id')
    .where('firstUserId', '=', firstUserId)
    .where('secondUserId', '=', secondUserId)
    .executeTakeFirst();
  const notification = await tx
    .selectFrom('notification')
    .select('id')
    .where('userId', '=', actor.id)
    .where(textInJson(tx, 'body', 'actor.id'), '=', userId)
    .executeTakeFirst();
  return conversation || notification ? person : undefined;
}

/** Unread marks of rooms leave out those who are blocked, so the actor's devices are told of those that have changed. */
async function withNewCounts(
  { tx, actor }: CommandContext,
  change: () => Promise<void>,
): Promise<Handled<object>> {
  const before = await readAttention(tx, actor.id);
  await change();
  const after = await readAttention(tx, actor.id);
  const counts = new Map(before.projects.map(({ projectId, unreadCount }) => [projectId, unreadCount]));
  const events = after.projects
    .filter(({ projectId, unreadCount }) => unreadCount !== counts.get(projectId))
    .map(
      (payload): TopicEvent => ({
        topic: userTopic(actor.id),
        event: { name: 'attention:updated', payload },
      }),
    );
  return { ok: true, result: {}, events };
}
