import type { Kysely } from 'kysely';
import type { Topic } from '../../protocol/wire/topic.ts';
import { chunksOf } from '../db/chunks.ts';
import type { Database } from '../db/schema.ts';
import type { PositionedEvent } from '../nodes/delivery.ts';

/** The last `seq` of each of these topics that has one. */
export async function readHeads(
  db: Kysely<Database>,
  topics: readonly Topic[],
): Promise<ReadonlyMap<Topic, number>> {
  const heads = new Map<Topic, number>();
  for (const chunk of chunksOf([...topics])) {
    const rows = await db.selectFrom('topicHead').selectAll().where('topic', 'in', chunk).execute();
    for (const { topic, seq } of rows) heads.set(topic as Topic, seq);
  }
  return heads;
}

const mostEvents = 500;

/** Of each of these topics the events after that `seq`, in order; some of them if there are many. */
export async function readEventsAfter(
  db: Kysely<Database>,
  after: ReadonlyMap<Topic, number>,
): Promise<PositionedEvent[]> {
  const events: PositionedEvent[] = [];
  for (const chunk of chunksOf([...after])) {
    const rows = await db
      .selectFrom('event')
      .select(['topic', 'seq', 'name', 'payload'])
      .where((where) =>
        where.or(
          chunk.map(([topic, seq]) => where.and([where('topic', '=', topic), where('seq', '>', seq)])),
        ),
      )
      .orderBy('topic')
      .orderBy('seq')
      .limit(mostEvents)
      .execute();
    for (const { topic, seq, name, payload } of rows) {
      events.push({ name, payload: JSON.parse(payload), position: { topic: topic as Topic, seq } });
    }
  }
  return events;
}
