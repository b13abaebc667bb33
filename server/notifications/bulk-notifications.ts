import type { Kysely } from 'kysely';
import type { Notification } from '../../protocol/wire/notification.ts';
import { parseTopic, userTopic } from '../../protocol/wire/topic.ts';
import { readBlockers } from '../blocks/blocks.ts';
import type { CommandContext, FactContext, TopicEvent } from '../commands/handler.ts';
import { isPostgres } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';
import { readMembersAttention } from '../entities/attention.ts';
import type { BulkDraft } from './draft-notification.ts';
import { followLink } from './follow-link.ts';
import { storeNotifications } from './store-notifications.ts';
import { wants } from './who-wants.ts';

type Tx = CommandContext['tx'];

/**
 * News for more people than one change should write for. The change stores one row. After it, `bulk-notifier.ts` notifies
 * the members of the project a page at a time, in the order of their ids. Each page is a change of its own, which moves
 * the row's `doneUpTo` or deletes the row: so everybody is notified once, whenever the process ends and whatever other node
 * takes the row too.
 *
 * People get what they would have got at once. These rules say what counts if something happens before their page:
 * - People who have left the project are not notified. Neither are people who have joined it since, or come back.
 * - Levels and blocks count as they are when the page is written.
 * - There is no news of a thing that was deleted; if it was restored by then, there is. The link leads to where the thing
 *   was moved, merged or split off to.
 * - Names and texts are those of the moment of the change, as in every notification, and so is `createdAt`.
 * - Deleting the project deletes its rows; restoring it doesn't bring them back.
 * - Unread marks of a room are sent as they are by then. Everybody gets them, which changes nothing for the sender.
 *
 * On PostgreSQL a page doesn't lock the project. It locks its row, and so does each change that deletes or moves something, or
 * begins or ends a membership (`holdBulkOf`), before it touches notifications. So each sees what the other has written.
 */
export async function keepNewsForMany(
  { tx, actor, now, newId }: Pick<CommandContext, 'tx' | 'actor' | 'now' | 'newId'>,
  drafts: readonly BulkDraft[],
): Promise<void> {
  const [first] = drafts;
  if (!first) return;
  await tx
    .insertInto('bulkNotification')
    .values({
      ...{ id: newId(), projectId: first.link.projectId, actorId: actor.id },
      ...{ body: JSON.stringify(drafts), at: now, doneUpTo: '' },
    })
    .execute();
}

/** Lets everybody hear that there is something to read in this room. Messages that follow each other share a row. */
export async function keepUnreadForMany(
  { tx, actor, now, newId }: Pick<CommandContext, 'tx' | 'actor' | 'now' | 'newId'>,
  projectId: string,
): Promise<void> {
  const same = await tx
    .selectFrom('bulkNotification')
    .select('id')
    .where('projectId', '=', projectId)
    .where('body', 'is', null)
    .where('doneUpTo', '=', '')
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .execute();
  if (same.length > 0) return;
  await tx
    .insertInto('bulkNotification')
    .values({ id: newId(), projectId, actorId: actor.id, body: null, at: now, doneUpTo: '' })
    .execute();
}

/** Notifies one page of people of the news in this row. `isDone`: there is nobody left. */
export async function notifyPage(
  { tx, newId }: FactContext,
  id: string,
  size: number,
): Promise<{ events: TopicEvent[]; isDone: boolean }> {
  const row = await tx
    .selectFrom('bulkNotification')
    .selectAll()
    .where('id', '=', id)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) return { events: [], isDone: true };
  const { projectId, actorId, body, at, doneUpTo } = row;
  const people = await tx
    .selectFrom('member')
    .select(['userId', 'level'])
    .where('projectId', '=', projectId)
    .where('userId', '>', doneUpTo)
    .orderBy('userId')
    .limit(size)
    .execute();
  const last = people.at(-1)?.userId;
  const isDone = last === undefined || people.length < size;
  if (isDone) await tx.deleteFrom('bulkNotification').where('id', '=', id).execute();
  else await tx.updateTable('bulkNotification').set({ doneUpTo: last }).where('id', '=', id).execute();
  if (last === undefined) return { events: [], isDone };
  if (body === null) {
    const range = { after: doneUpTo, upTo: last };
    return { events: await unreadMarks(tx, projectId, range), isDone };
  }
  const outside = new Set<string>([actorId, ...JSON.parse(row.joinedSince ?? '[]')]);
  const blockers = await readBlockers(tx, actorId);
  const hearing = people.filter(({ userId }) => !outside.has(userId) && !blockers.has(userId));
  const byUser = new Map<string, Notification>();
  for (const { to, ...draft } of JSON.parse(body) as BulkDraft[]) {
    const link = await followLink(tx, draft.link);
    if (!link) continue;
    const meant = to && new Set(to);
    for (const { userId, level } of hearing) {
      if (byUser.has(userId) || (meant && !meant.has(userId)) || !wants(level, draft.type)) continue;
      byUser.set(userId, { id: newId(), ...draft, link, isRead: false, createdAt: at });
    }
  }
  return { events: await storeNotifications(tx, byUser, at), isDone };
}

async function unreadMarks(
  tx: Tx,
  projectId: string,
  range: { after: string; upTo: string },
): Promise<TopicEvent[]> {
  return (await readMembersAttention(tx, projectId, range)).map(({ userId, attention }) => ({
    topic: userTopic(userId),
    event: { name: 'attention:updated', payload: attention },
  }));
}

/** Applies these events to the news that is still pending. Called before notifications are withdrawn. */
export async function followInBulk(tx: Tx, events: readonly TopicEvent[]): Promise<void> {
  const touched = new Set<string>();
  const joined = new Map<string, string[]>();
  for (const { topic, event } of events) {
    const { id } = parseTopic(topic);
    switch (event.name) {
      case 'project:joined': {
        const { projectId } = event.payload;
        joined.set(projectId, [...(joined.get(projectId) ?? []), id]);
        break;
      }
      case 'project:deleted':
        await tx.deleteFrom('bulkNotification').where('projectId', '=', id).execute();
        break;
      case 'project:left':
        touched.add(event.payload.projectId);
        break;
      case 'cut:deleted':
      case 'file:deleted':
      case 'comment:deleted':
      case 'reply:deleted':
        touched.add(id);
        break;
      default:
    }
  }
  for (const projectId of touched) await holdBulkOf(tx, projectId);
  for (const [projectId, userIds] of joined) await exclude(tx, projectId, userIds);
}

/** Leaves these people out of the news that is still pending: they were not in the project when it happened. */
async function exclude(tx: Tx, projectId: string, userIds: readonly string[]): Promise<void> {
  const rows = await tx
    .selectFrom('bulkNotification')
    .select(['id', 'joinedSince'])
    .where('projectId', '=', projectId)
    .orderBy('id')
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .execute();
  for (const { id, joinedSince } of rows) {
    const joined = JSON.stringify([...JSON.parse(joinedSince ?? '[]'), ...userIds]);
    await tx.updateTable('bulkNotification').set({ joinedSince: joined }).where('id', '=', id).execute();
  }
}

/** No page of this project's news is written until the end of the transaction. On SQLite nothing else runs anyway. */
export async function holdBulkOf(tx: Tx, projectId: string): Promise<void> {
  if (!isPostgres(tx)) return;
  await tx
    .selectFrom('bulkNotification')
    .select('id')
    .where('projectId', '=', projectId)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** The ids of all pending rows, oldest first. */
export async function readBulkIds(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom('bulkNotification').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}
