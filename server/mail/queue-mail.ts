import type { Kysely, Transaction } from 'kysely';
import type { MailLevel } from '../../protocol/wire/attention.ts';
import type { Notification } from '../../protocol/wire/notification.ts';
import { chunksOf } from '../db/chunks.ts';
import type { Database } from '../db/schema.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** How long a link ends such mail: mails are kept for longer than one would think. */
const tokenDays = 180;

/** The levels at which a notification is mailed too. */
export function mailLevelsOf({
  type,
  versionNumber,
}: Pick<Notification, 'type' | 'versionNumber'>): MailLevel[] {
  if (type === 'mentioned') return ['mentions', 'versions'];
  return type === 'file_uploaded' && versionNumber !== undefined ? ['versions'] : [];
}

/** Lets notifications wait for a mail, where their people want one. It is sent later, and only if it is still news. */
export async function queueMail(
  tx: Transaction<Database>,
  byUser: ReadonlyMap<string, Notification>,
  at: string,
): Promise<void> {
  const [first] = byUser.values();
  // All are about one project.
  if (!first || [...byUser.values()].every((one) => mailLevelsOf(one).length === 0)) return;
  const members = await tx
    .selectFrom('member')
    .select(['userId', 'mail'])
    .where('projectId', '=', first.link.projectId)
    .where('mail', 'is not', null)
    .where('mail', '!=', 'off')
    .execute();
  const rows = members.flatMap(({ userId, mail }) => {
    const notification = byUser.get(userId);
    const isWanted = notification && mail !== null && mailLevelsOf(notification).includes(mail);
    return isWanted ? [{ notificationId: notification.id, userId, at }] : [];
  });
  for (const chunk of chunksOf(rows)) await tx.insertInto('mailedNews').values(chunk).execute();
}

/** Removes what no limit and no link needs any more. */
export async function removeOldMail(db: Kysely<Database>, now: number): Promise<void> {
  const ago = (days: number) => new Date(now - days * dayMilliseconds).toISOString();
  await db.deleteFrom('mailSent').where('at', '<', ago(1)).execute();
  await db.deleteFrom('mailToken').where('createdAt', '<', ago(tokenDays)).execute();
}
