import { type Kysely, sql, type Transaction } from 'kysely';
import type { Position } from '../../protocol/wire/event.ts';
import type { Heads, SyncAnswer, SyncQuery } from '../../protocol/wire/sync.ts';
import { projectTopic, type Topic, userTopic } from '../../protocol/wire/topic.ts';
import type { TopicEvent } from '../commands/handler.ts';
import { inSnapshot } from '../db/dialect.ts';
import { prepared, preparedInsert } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';

/** An event with its position in the log, ready to be poked once its transaction is committed. */
export type AppendedEvent = TopicEvent & { position: Position };

/**
 * Gives each event its topic's next `seq` and stores it. The counter is a row updated in the same transaction: a
 * database sequence could commit out of order or leave gaps.
 */
export async function appendEvents(
  tx: Transaction<Database>,
  events: TopicEvent[],
  at: string,
): Promise<AppendedEvent[]> {
  if (events.length === 0) return [];
  const counts = new Map<Topic, number>();
  for (const { topic } of events) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  const next = new Map<Topic, number>();
  // In one order on all servers, so that two never wait for each other's.
  const raised = [...counts.keys()].sort().map((topic) => ({ topic, seq: counts.get(topic) ?? 0 }));
  for (const { topic, seq } of await raiseHeads(tx, raised)) {
    const ours = topic as Topic;
    next.set(ours, seq - (counts.get(ours) ?? 0) + 1);
  }
  const appended = events.map((entry) => {
    const seq = next.get(entry.topic) ?? 1;
    next.set(entry.topic, seq + 1);
    return { ...entry, position: { topic: entry.topic, seq } };
  });
  const rows = appended.map(({ topic, event: { name, payload }, position: { seq } }) => ({
    topic,
    seq,
    name,
    payload: JSON.stringify(payload),
    at,
  }));
  await insertEvents(tx, rows);
  return appended;
}

const insertEvents = preparedInsert('event');

/** Adds these counts to the heads, and answers the new ones. */
const raiseHeads = preparedInsert('topicHead', (insert) =>
  insert
    .onConflict((conflict) =>
      conflict
        .column('topic')
        .doUpdateSet((eb) => ({ seq: eb('topicHead.seq', '+', eb.ref('excluded.seq')) })),
    )
    .returning(['topic', 'seq']),
);

/** The last `seq` given in a topic; 0 before the first. */
export async function readHead(db: Kysely<Database>, topic: Topic): Promise<number> {
  const row = await db.selectFrom('topicHead').select('seq').where('topic', '=', topic).executeTakeFirst();
  return row?.seq ?? 0;
}

/** The heads of all topics that a person may read, by one statement: every app asks all the time. */
export async function readHeadsFor(db: Kysely<Database>, userId: string): Promise<Heads> {
  const { rows } = await findHeads(db, { userId, own: userTopic(userId) });
  const heads: Heads['heads'] = Object.fromEntries(rows.map(({ topic, seq }) => [topic, seq ?? 0]));
  const [epoch] = rows.flatMap((row) => row.epoch ?? []);
  if (epoch === undefined) throw new Error('The database has no epoch');
  return { epoch, heads };
}

const findHeads = prepared((db, { userId, own }: { userId: string; own: Topic }) =>
  db
    .selectFrom('meta')
    .leftJoin('topicHead', (join) => join.on('topicHead.topic', '=', own))
    .select([sql<string>`cast(${own} as text)`.as('topic'), 'topicHead.seq', 'meta.value as epoch'])
    .where('meta.key', '=', 'epoch')
    .unionAll((also) => {
      const topic = sql<string>`cast(${projectTopic('')} as text) || member."projectId"`;
      return also
        .selectFrom('member')
        .leftJoin('topicHead', (join) => join.on('topicHead.topic', '=', topic))
        .select([topic.as('topic'), 'topicHead.seq', sql<string>`null`.as('epoch')])
        .where('member.userId', '=', userId);
    }),
);

/** The epoch of this database; see `syncAnswerSchema`. */
export async function readEpoch(db: Kysely<Database>): Promise<string> {
  const row = await db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', 'epoch')
    .executeTakeFirstOrThrow();
  return row.value;
}

/** About as much as one answer holds, in characters; at least one event. */
const mostCharacters = 4_000_000;

function firstOf<Row extends { payload: string }>(rows: Row[]): Row[] {
  let characters = 0;
  const tooMany = rows.findIndex(({ payload }, index) => {
    characters += payload.length;
    return index > 0 && characters > mostCharacters;
  });
  return tooMany === -1 ? rows : rows.slice(0, tooMany);
}

/**
 * The events after `since`, or a reset when the log can't lead from there to its head without a gap.
 *
 * Where the log begins is not stored: either the next event is there, or `since` must be the head. So nothing stored can
 * disagree with the rows, even when all of them have been removed.
 */
export async function readLog(db: Kysely<Database>, query: SyncQuery): Promise<SyncAnswer> {
  return inSnapshot(db, async (tx) => {
    const epoch = await readEpoch(tx);
    const head = await readHead(tx, query.topic);
    const rows = await tx
      .selectFrom('event')
      .select(['seq', 'name', 'payload', 'at'])
      .where('topic', '=', query.topic)
      .where('seq', '>', query.since)
      .orderBy('seq')
      .limit(query.limit)
      .execute();
    const isReachable = query.since === head || rows[0]?.seq === query.since + 1;
    if (!isReachable) return { reset: true, epoch, head };
    const events = firstOf(rows).map((row) => ({ ...row, payload: JSON.parse(row.payload) }));
    return { epoch, head, events };
  });
}
