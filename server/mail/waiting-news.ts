import type { Kysely } from 'kysely';
import type { Notification } from '../../protocol/wire/notification.ts';
import { chunksOf } from '../db/chunks.ts';
import type { Database } from '../db/schema.ts';
import { mailLevelsOf } from './queue-mail.ts';

/** A notification that waits for a mail. `mailId`: of the one that was being sent with it when the server ended. */
export type WaitingNews = { notification: Notification; projectName: string; mailId: string | null };

/** One mail has no more than this; the others stay in the app. */
const mostInMail = 20;

/** People with news that have waited since `before` and longer, and whose mail isn't delayed. */
export async function readDue(db: Kysely<Database>, before: string, now: string): Promise<string[]> {
  const rows = await db
    .selectFrom('mailedNews')
    .select('userId')
    .where('userId', 'not in', (delays) =>
      delays.selectFrom('mailDelay').select('userId').where('notBefore', '>', now),
    )
    .groupBy('userId')
    .having((having) => having(having.fn.min('at'), '<=', before))
    .execute();
  return rows.map(({ userId }) => userId);
}

/** A person's news that is still to be mailed, oldest first. Forgets the others. */
export async function readWaiting(db: Kysely<Database>, userId: string): Promise<WaitingNews[]> {
  const rows = await db
    .selectFrom('mailedNews')
    .leftJoin('notification', (join) =>
      join
        .onRef('notification.id', '=', 'mailedNews.notificationId')
        .onRef('notification.userId', '=', 'mailedNews.userId')
        .on('notification.isRead', '=', 0),
    )
    .leftJoin('member', (join) =>
      join
        .onRef('member.projectId', '=', 'notification.projectId')
        .onRef('member.userId', '=', 'mailedNews.userId'),
    )
    .leftJoin('project', 'project.id', 'notification.projectId')
    .select(['mailedNews.notificationId', 'mailedNews.mailId'])
    .select(['notification.body', 'member.mail', 'member.level', 'project.name as projectName'])
    .where('mailedNews.userId', '=', userId)
    .orderBy('mailedNews.at')
    .orderBy('mailedNews.notificationId')
    .execute();
  const blocked = await db.selectFrom('block').select('blockedId').where('userId', '=', userId).execute();
  const waiting: WaitingNews[] = [];
  const dead: string[] = [];
  for (const { notificationId, mailId, body, mail, level, projectName } of rows) {
    const notification: Notification | null = body === null ? null : JSON.parse(body);
    const isWanted =
      notification !== null &&
      mail !== null &&
      level !== 'nothing' &&
      mailLevelsOf(notification).includes(mail) &&
      !blocked.some(({ blockedId }) => blockedId === notification.actor?.id);
    if (isWanted) waiting.push({ notification, projectName: projectName ?? '', mailId });
    else dead.push(notificationId);
  }
  await forget(db, dead);
  return waiting;
}

/** The news of one mail: those of an interrupted one, or the newest. */
export function newsOfMail(waiting: readonly WaitingNews[]): readonly WaitingNews[] {
  const begun = waiting.find(({ mailId }) => mailId !== null)?.mailId;
  return begun ? waiting.filter(({ mailId }) => mailId === begun) : waiting.slice(-mostInMail);
}

export async function forget(db: Kysely<Database>, notificationIds: readonly string[]): Promise<void> {
  for (const chunk of chunksOf([...notificationIds])) {
    await db.deleteFrom('mailedNews').where('notificationId', 'in', chunk).execute();
  }
}

export async function forgetAll(db: Kysely<Database>, userId: string): Promise<void> {
  await db.deleteFrom('mailedNews').where('userId', '=', userId).execute();
}
