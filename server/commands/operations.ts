import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Failure, Outcome } from '../../protocol/wire/error.ts';
import type { Position } from '../../protocol/wire/event.ts';
import type { Database } from '../db/schema.ts';
import { failure } from '../failure.ts';

/**
 * What a client asked for, under the id that it made for it. `digests` tell it from anything else under that id: of what
 * was sent, and of what it was taken for. One that agrees is enough, so that neither a schema that gains a default, nor
 * one route instead of another, makes another operation of the same one.
 */
export type Operation = { id: string; kind: string; digests: readonly string[] };

/** What an operation is answered. `positions` are as in `commandAnswerSchema`. */
export type Answer<Result> = { ok: true; data: Result; positions?: Position[] } | Failure;

/**
 * What is known of an operation id. `spent`: it was applied so long ago that its answer is not kept any more; to apply
 * it again would be to apply it twice.
 */
export type Known<Result> = { kind: 'answered'; answer: Answer<Result> } | { kind: 'spent' };

/** To whoever needs an answer that is not kept any more. */
export const spentOperation = failure(
  'conflict',
  'This was done long ago, and its answer is not kept any more. Look whether it is there.',
);

export async function readKnown<Result>(
  db: Kysely<Database>,
  userId: string,
  operation: Operation,
): Promise<Known<Result> | null> {
  const row = await db
    .selectFrom('operation')
    .select(['digest', 'answer'])
    .where('userId', '=', userId)
    .where('operationId', '=', operation.id)
    .executeTakeFirst();
  if (row?.digest.split(' ').some((digest) => operation.digests.includes(digest))) {
    return { kind: 'answered', answer: JSON.parse(row.answer) };
  }
  if (row) {
    const answer = failure('conflict', 'This operation id was already used for something else.');
    return { kind: 'answered', answer };
  }
  const key = spentKey(userId, operation.id);
  const spent = await db.selectFrom('spentOperation').select('key').where('key', '=', key).executeTakeFirst();
  return spent ? { kind: 'spent' } : null;
}

export async function storeAnswer(
  db: Kysely<Database>,
  userId: string,
  { id, kind, digests }: Operation,
  answer: Answer<unknown>,
  at: string,
): Promise<void> {
  await db
    .insertInto('operation')
    .values({ userId, operationId: id, kind, digest: digests.join(' '), answer: JSON.stringify(answer), at })
    .execute();
}

const portion = 500;

/**
 * Forgets the answers given before that moment. Of what was applied the mark stays for ever that it was, in 16 bytes:
 * so a client that comes back after any time can send what it has, and nothing happens twice, whatever its clock or
 * ours says. Of a refusal nothing needs to stay: it changed nothing, so the operation may be tried anew.
 */
export async function forgetAnswers(db: Kysely<Database>, before: Date, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const count = await db.transaction().execute((tx) => forgetSome(tx, before.toISOString()));
    if (count < portion) return;
  }
}

async function forgetSome(tx: Transaction<Database>, before: string): Promise<number> {
  const rows = await tx
    .selectFrom('operation')
    .select([sql<number>`rowid`.as('number'), 'userId', 'operationId', 'answer'])
    .where('at', '<', before)
    .limit(portion)
    .execute();
  const spent = rows
    .filter(({ answer }) => (JSON.parse(answer) as Outcome<unknown>).ok)
    .map(({ userId, operationId }) => ({ key: spentKey(userId, operationId) }));
  if (spent.length > 0) {
    await tx
      .insertInto('spentOperation')
      .values(spent)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  if (rows.length > 0) {
    const numbers = rows.map(({ number }) => number);
    await tx.deleteFrom('operation').where(sql<number>`rowid`, 'in', numbers).execute();
  }
  return rows.length;
}

/** Ids are made by clients: only together with the person do they name one operation. */
function spentKey(userId: string, operationId: string): Buffer {
  return createHash('sha256').update(`${userId} ${operationId}`).digest().subarray(0, 16);
}
