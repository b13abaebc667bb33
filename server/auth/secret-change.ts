import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import { record, server } from '../audit/record.ts';
import type { Dispatcher } from '../commands/dispatcher.ts';
import type { TopicEvent } from '../commands/handler.ts';
import { withdrawInvitations } from '../commands/withdraw-invitations.ts';
import type { Database } from '../db/schema.ts';
import { fingerprintOf, fingerprintKey as metaKey } from '../secrets.ts';

/**
 * Ends every session, link of a mail, code and open invitation if the secret is another one than at the last start: the operator replaces it
 * after a theft, so nothing that was made with the old one may open anything.
 */
export async function endAllIfSecretIsNew(
  dispatcher: Dispatcher,
  secret: string,
  log: Logger,
): Promise<void> {
  const fingerprint = fingerprintOf(secret);
  let isReplaced = false;
  await dispatcher.record(async ({ tx, now }) => {
    const known = await tx.selectFrom('meta').select('value').where('key', '=', metaKey).executeTakeFirst();
    if (known?.value === fingerprint) return [];
    await tx
      .insertInto('meta')
      .values({ key: metaKey, value: fingerprint })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: fingerprint }))
      .execute();
    // Written for the first time by a version that knows it.
    if (!known) return [];
    isReplaced = true;
    await record({ tx, now, actor: server }, { kind: 'server.secret' });
    return endAll(tx);
  });
  if (isReplaced) log.warn('The secret is new: everyone has to sign in again');
}

async function endAll(tx: Transaction<Database>): Promise<TopicEvent[]> {
  await tx.deleteFrom('session').execute();
  await tx.deleteFrom('verification').execute();
  await tx.deleteFrom('accountToken').execute();
  await tx.deleteFrom('mailToken').execute();
  await tx.deleteFrom('accountInvitation').where('usedAt', 'is', null).execute();
  const open = tx.selectFrom('invitation').select('projectId').distinct().where('acceptedAt', 'is', null);
  const events: TopicEvent[] = [];
  for (const { projectId } of await open.execute())
    events.push(...(await withdrawInvitations(tx, projectId)));
  return events;
}
