import type { Kysely } from 'kysely';
import { userTopic } from '../../protocol/wire/topic.ts';
import type { Dispatcher } from '../commands/dispatcher.ts';
import type { Database } from '../db/schema.ts';
import { readStarted } from './session-list.ts';

/** Tells the other devices of an account that somebody has signed in with its password. */
export function createAnnouncement(db: Kysely<Database>, dispatcher: Dispatcher) {
  return async (account: { id: string }, sessionId: string): Promise<void> => {
    const payload = await readStarted(db, sessionId);
    await dispatcher.record(async () => [
      { topic: userTopic(account.id), event: { name: 'session:started', payload } },
    ]);
  };
}
