import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { isQuietAt } from '../../common/quiet-hours.ts';
import type { QuietHours } from '../../protocol/wire/attention.ts';
import type { ServerContext } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { hashToken } from '../hash-token.ts';
import type { Nodes } from '../nodes/nodes.ts';
import { newsMail } from './news-text.ts';
import { forget, forgetAll, newsOfMail, readDue, readWaiting } from './waiting-news.ts';

const minute = 60_000;

/** For one address. What comes earlier waits and is in the next mail. */
const limits = { betweenMilliseconds: 15 * minute, aDay: 20 };

/** Pauses between attempts, in milliseconds. After the last one the news is dropped; it is still in the app. */
const pauses = [1, 5, 30, 120, 360, 720].map((minutes) => minutes * minute);

/**
 * Mails people the news that wait for it (`queue-mail.ts`): those of some minutes in one mail, and only what they have
 * not seen by then. Nobody gets mail while they are online, in their quiet hours, or at an address that they have not
 * confirmed. What waits is in the database, so that a restart loses nothing; a mail that was being sent when the server
 * ended is sent again under the same id.
 */
export type NewsMail = { close(): Promise<void> };

export function createNewsMail(
  { db, mailer, publicUrl, config, environment, log }: ServerContext,
  isOnline: (userId: string) => boolean,
  nodes: Pick<Nodes, 'holds'>,
): NewsMail {
  const { clock } = environment;
  const gather = config.mailGatherMilliseconds;
  let isClosed = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};
  const isoAt = (milliseconds: number) => new Date(milliseconds).toISOString();

  function schedule(): void {
    if (isClosed) return;
    cancel = clock.later(Math.max(10, gather / 10), () => {
      running = round().then(schedule);
    });
  }

  async function round(): Promise<void> {
    try {
      if (!(await nodes.holds('mail about news'))) return;
      for (const userId of await readDue(db, isoAt(clock.now() - gather), isoAt(clock.now()))) {
        if (isClosed) return;
        if (!isOnline(userId)) await mail(userId);
      }
    } catch (error) {
      log.error({ err: error }, 'News could not be mailed; the next round tries again');
    }
  }

  async function mail(userId: string): Promise<void> {
    const person = await db
      .selectFrom('user')
      .select(['email', 'emailVerified', 'quietHours', 'closedAt', 'disabledAt'])
      .where('id', '=', userId)
      .executeTakeFirst();
    const isReachable = person?.emailVerified === 1 && person.closedAt === null && person.disabledAt === null;
    if (!person || !isReachable) return forgetAll(db, userId);
    if (person.quietHours !== null && isQuiet(JSON.parse(person.quietHours), clock.now())) return;
    if (!(await mayGet(db, userId, clock.now(), gather))) return;
    const waiting = await readWaiting(db, userId);
    const news = newsOfMail(waiting);
    if (news.length === 0) return;
    const mailId = news[0]?.mailId ?? environment.newId();
    const ids = news.map(({ notification }) => notification.id);
    await db.updateTable('mailedNews').set({ mailId }).where('notificationId', 'in', ids).execute();
    // Older news that doesn't fit is counted, and not mailed later.
    const mailed = news[0]?.mailId ? ids : waiting.map(({ notification }) => notification.id);
    const unsubscribeUrl = await makeUnsubscribeUrl(userId);
    const result = await mailer.deliver(person.email, {
      ...newsMail(news, { publicUrl: publicUrl(), unsubscribeUrl, more: mailed.length - news.length }),
      ...{ unsubscribeUrl, messageId: `<${mailId}@${new URL(publicUrl()).hostname}>` },
    });
    if (result === 'later') return delay(userId, ids);
    if (result === 'refused') log.warn({ userId }, 'The mail server refuses mail about news to this account');
    await db.transaction().execute(async (tx) => {
      await forget(tx, mailed);
      await tx.deleteFrom('mailDelay').where('userId', '=', userId).execute();
      await tx
        .insertInto('mailSent')
        .values({ userId, at: isoAt(clock.now()) })
        .execute();
    });
  }

  /** Lets the news wait, with those that come meanwhile, or drops them after the last attempt. */
  async function delay(userId: string, ids: string[]): Promise<void> {
    if (isClosed) return;
    const known = await db
      .selectFrom('mailDelay')
      .select('tries')
      .where('userId', '=', userId)
      .executeTakeFirst();
    const tries = known?.tries ?? 0;
    const pause = pauses[tries];
    await db.transaction().execute(async (tx) => {
      await tx.updateTable('mailedNews').set({ mailId: null }).where('notificationId', 'in', ids).execute();
      if (pause === undefined) {
        await forgetAll(tx, userId);
        await tx.deleteFrom('mailDelay').where('userId', '=', userId).execute();
        log.error({ userId }, 'Mail about news could not be sent for a day, and was dropped');
        return;
      }
      const next = { tries: tries + 1, notBefore: isoAt(clock.now() + pause) };
      await tx
        .insertInto('mailDelay')
        .values({ userId, ...next })
        .onConflict((conflict) => conflict.column('userId').doUpdateSet(next))
        .execute();
    });
  }

  async function makeUnsubscribeUrl(userId: string): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    await db
      .insertInto('mailToken')
      .values({ hash: hashToken(token), userId, createdAt: isoAt(clock.now()) })
      .execute();
    return `${publicUrl()}/api/mail/unsubscribe/${token}`;
  }

  if (mailer.isConfigured) schedule();
  return {
    async close() {
      isClosed = true;
      cancel();
      await running;
    },
  };
}

/** Whether the limits of an address allow another mail. A server that collects for less also waits for less. */
async function mayGet(db: Kysely<Database>, userId: string, now: number, gather: number): Promise<boolean> {
  const sent = await db.selectFrom('mailSent').select('at').where('userId', '=', userId).execute();
  const ages = sent.map(({ at }) => now - Date.parse(at));
  const isTooSoon = ages.some((age) => age < Math.min(limits.betweenMilliseconds, 3 * gather));
  return !isTooSoon && ages.filter((age) => age < 24 * 60 * minute).length < limits.aDay;
}

/** False where the person's clock isn't known. */
function isQuiet(hours: QuietHours, now: number): boolean {
  if (hours.timeZone === undefined) return false;
  try {
    const format = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: hours.timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    });
    const [hour = 0, minutes = 0] = format.format(now).split(':').map(Number);
    return isQuietAt(hours, hour * 60 + minutes);
  } catch (error) {
    // No such zone.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
