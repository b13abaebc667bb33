import { hash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import type { Position } from '../../protocol/wire/event.ts';
import { chunksOf } from '../db/chunks.ts';
import { prepared, preparedInsert } from '../db/prepared.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';

/**
 * A client's request, under the id that the client made for it. `digests` distinguish it from any other request under
 * that id: one of the payload as sent, one of it as parsed. One match is enough, so the operation is still recognised
 * after a schema gains a default, or when it arrives by another route.
 */
export type Operation = { id: string; kind: string; digests: readonly string[] };

/** The answer to an operation. `positions` are as in `commandAnswerSchema`. */
export type Answer<Result> = { ok: true; data: Result; positions?: Position[] } | Failure;

/**
 * An operation id that the server has seen before. `spent`: it was applied so long ago that its answer is no longer
 * kept. Applying it again would apply it twice.
 */
export type Known<Result> = { kind: 'answered'; answer: Answer<Result> } | { kind: 'spent' };

/** For callers that need an answer which is no longer kept. */
export const spentOperation = failure(
  'conflict',
  'This was already done, too long ago for its answer to be kept. Check whether it is there.',
);

export async function readKnown<Result>(
  db: Kysely<Database>,
  userId: string,
  operation: Operation,
): Promise<Known<Result> | null> {
  const key = spentKey(userId, operation.id);
  const { rows } = await findKnown(db, { userId, operationId: operation.id, key });
  const [row] = rows;
  if (row?.digest === '') return { kind: 'spent' };
  if (row?.digest.split(' ').some((digest) => operation.digests.includes(digest))) {
    return { kind: 'answered', answer: JSON.parse(row.answer) };
  }
  if (row) {
    const answer = failure('conflict', 'This operation id was already used for something else.');
    return { kind: 'answered', answer };
  }
  return null;
}

/** One row at most; that of a spent operation is empty. */
const findKnown = prepared((db, given: { userId: string; operationId: string; key: Buffer }) =>
  db
    .selectFrom('operation')
    .select(['digest', 'answer'])
    .where('userId', '=', given.userId)
    .where('operationId', '=', given.operationId)
    .unionAll(
      db
        .selectFrom('spentOperation')
        .select([sql<string>`''`.as('digest'), sql<string>`''`.as('answer')])
        .where('key', '=', given.key),
    ),
);

const insertOperations = preparedInsert('operation');

/** An operation with its answer. */
export type StoredAnswer = { userId: string; operation: Operation; answer: Answer<unknown> };

export async function storeAnswers(
  db: Kysely<Database>,
  answers: readonly StoredAnswer[],
  at: string,
): Promise<void> {
  if (answers.length === 0) return;
  const rows = answers.map(({ userId, operation: { id, kind, digests }, answer }) => ({
    ...{ userId, operationId: id, kind, at },
    digest: digests.join(' '),
    answer: JSON.stringify(answer),
  }));
  await insertOperations(db, rows);
}

const batchSize = 500;

/**
 * Forgets the answers given before that moment. Applied operations are remembered forever, in 16 bytes each: so a
 * client may come back after any time and send what it has, and nothing happens twice, whatever the clocks say. Nothing
 * remains of a refusal: it changed nothing, so the operation may be tried again.
 */
export async function forgetAnswers(db: Kysely<Database>, before: Date, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const count = await db.transaction().execute((tx) => forgetSome(tx, before.toISOString()));
    if (count < batchSize) return;
  }
}

async function forgetSome(tx: Transaction<Database>, before: string): Promise<number> {
  const rest = await tx
    .selectFrom('operation')
    .select('at')
    .where('at', '<', before)
    .orderBy('at')
    .offset(batchSize)
    .limit(1)
    .executeTakeFirst();
  const rows = await tx
    .deleteFrom('operation')
    .where('at', '<', before)
    .$if(rest !== undefined, (query) => query.where('at', '<=', rest?.at ?? ''))
    .returning(['userId', 'operationId', 'answer'])
    .execute();
  const spent = rows
    .filter(({ answer }) => (JSON.parse(answer) as Outcome<unknown>).ok)
    .map(({ userId, operationId }) => ({ key: spentKey(userId, operationId) }));
  for (const chunk of chunksOf(spent)) {
    await tx
      .insertInto('spentOperation')
      .values(chunk)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return rows.length;
}

/** Clients make the ids, so only together with the user do they identify an operation. */
function spentKey(userId: string, operationId: string): Buffer {
  return hash('sha256', `${userId} ${operationId}`, 'buffer').subarray(0, 16);
}
