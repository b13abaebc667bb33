import type { PendingOperation } from '../../protocol/ipc/outbox.ts';
import type { CommandAnswer } from '../../protocol/wire/command-batch.ts';
import { isPermanent, mayHaveApplied } from '../../protocol/wire/error.ts';
import { byteLength } from '../common/byte-length.ts';
import type { LogProgress } from './awaited-positions.ts';
import { orderingKeyOf } from './ordering-key.ts';
import type { OutboxRow } from './outbox-store.ts';

/** The most operations that the server takes at once. */
export const largestBatch = 100;
const batchBytes = 256 * 1024;

/** Whether the operation has yet to be sent, or to be answered. */
export function isToSend({ state }: PendingOperation): boolean {
  return state.kind === 'queued' || state.kind === 'sending';
}

/** The next operations of an ordering key, with those that an interrupted run left behind as `sending`. */
export function nextBatch(rows: readonly OutboxRow[], key: string, limit: number): OutboxRow[] {
  const batch: OutboxRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (!isToSend(row.operation) || orderingKeyOf(row.operation) !== key) continue;
    bytes += byteLength(JSON.stringify(row.operation.payload) ?? '');
    if (batch.length === limit || (batch.length > 0 && bytes > batchBytes)) break;
    batch.push(row);
  }
  return batch;
}

export type SettledOperation = { operation: PendingOperation; answer: CommandAnswer };

/**
 * Applies the answers to a batch: which rows change, which are removed, and what has been decided. An operation without an
 * answer, or with a failure that may pass, is queued again.
 */
export function settleBatch(
  batch: readonly OutboxRow[],
  answers: readonly CommandAnswer[],
  {
    isRefusalDropped,
    progress,
  }: { isRefusalDropped(operation: PendingOperation): boolean; progress: LogProgress },
): { put: OutboxRow[]; remove: OutboxRow[]; settled: SettledOperation[] } {
  const byId = new Map(answers.map((answer) => [answer.operationId, answer]));
  const put: OutboxRow[] = [];
  const remove: OutboxRow[] = [];
  const settled: SettledOperation[] = [];
  for (const row of batch) {
    const { operation } = row;
    const answer = byId.get(operation.operationId);
    if (!answer || (!answer.ok && !isPermanent(answer.kind))) {
      put.push(withState(row, queuedAgain(operation, !answer || mayHaveApplied(answer.kind))));
      continue;
    }
    settled.push({ operation, answer });
    if (answer.ok) {
      const positions = progress.awaited(answer.positions ?? []);
      if (positions.length > 0) put.push(withState(row, { kind: 'confirmed', positions }));
      else remove.push(row);
    } else if (isRefusalDropped(operation)) remove.push(row);
    else put.push(withState(row, { kind: 'refused', errorKind: answer.kind, message: answer.message }));
  }
  return { put, remove, settled };
}

export function withState({ rank, operation }: OutboxRow, state: PendingOperation['state']): OutboxRow {
  return { rank, operation: { ...operation, state } };
}

/** An operation that may have arrived once may have arrived until the server has answered. */
export function queuedAgain({ state }: PendingOperation, mayHaveArrived: boolean): PendingOperation['state'] {
  const mayHave =
    mayHaveArrived || state.kind === 'sending' || (state.kind === 'queued' && state.mayHaveArrived === true);
  return mayHave ? { kind: 'queued', mayHaveArrived: true } : { kind: 'queued' };
}
