import type { Transaction } from 'kysely';
import { parseTopic, type Topic } from '../../protocol/wire/topic.ts';
import { lockNames } from '../db/alone.ts';
import { isPostgres } from '../db/dialect.ts';
import type { Database } from '../db/schema.ts';
import { findTopics, type Scope } from './scope.ts';

/** A change concerns projects that its scope did not lead to. It must begin again with them. */
export class LockMissing extends Error {
  readonly topics: readonly Topic[];
  constructor(topics: readonly Topic[]) {
    super(`Not locked: ${topics.join(', ')}`);
    this.topics = topics;
  }
}

/** The topics whose changes wait for each other, until the end of a transaction. */
export type Locks = {
  /** Throws `LockMissing` if one of these is the topic of a project that others may change meanwhile. */
  check(topics: Iterable<Topic>): void;
};

const everything: Locks = { check: () => {} };

/**
 * Locks what these changes concern, and `more`. All servers lock in one order, so none waits for another that waits for it.
 * On SQLite one server has everything for itself.
 */
export async function lock(
  tx: Transaction<Database>,
  changes: readonly { actorId?: string | undefined; scope: Scope }[],
  more: Iterable<Topic>,
): Promise<Locks> {
  if (!isPostgres(tx)) return everything;
  const people = changes.map(({ actorId, scope }): Scope[] => [scope, { person: actorId }]);
  const held = await findTopics(tx, people.flat());
  for (const topic of more) held.add(topic);
  await lockNames(tx, [...held]);
  return {
    check(topics) {
      const missing = [...topics].filter((topic) => parseTopic(topic).kind === 'project' && !held.has(topic));
      if (missing.length > 0) throw new LockMissing(missing);
    },
  };
}
