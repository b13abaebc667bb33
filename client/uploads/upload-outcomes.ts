import type { Environment } from '../../common/environment.ts';
import type { CommitAnswer } from '../../protocol/wire/upload.ts';
import { meaningOf } from './failure-meaning.ts';
import type { Retries } from './retries.ts';
import type { TransferFailureKind } from './transfer-results.ts';
import type { TransferStore } from './transfer-store.ts';
import type { UploadEvent } from './upload-event.ts';
import type { UploadRow } from './upload-row.ts';

/** Applies the end of a step to its transfer. */
export type UploadOutcomes<Row extends UploadRow> = {
  done(row: Row, answer: CommitAnswer): void;
  /** The transfer waits, starts over, goes elsewhere, or fails for good. */
  failed(row: Row, kind: TransferFailureKind, message: string): void;
  wait(id: string, reason: 'network' | 'sign-in' | 'server', message: string): void;
};

export function createUploadOutcomes<Row extends UploadRow>(parts: {
  transfers: TransferStore<Row>;
  retries: Retries;
  retarget(row: Row): boolean;
  notify(event: UploadEvent<Row>): void;
  environment: Pick<Environment, 'clock' | 'newId'>;
}): UploadOutcomes<Row> {
  const { transfers, retries, retarget, notify, environment } = parts;
  const { clock, newId } = environment;

  /** Once, with a new key, if the server's copy is damaged or lost; bytes that differ are hashed again too. */
  function startsOver(row: Row, kind: TransferFailureKind): boolean {
    const hasOtherBytes = kind === 'hash-mismatch' || kind === 'size-mismatch';
    if (!hasOtherBytes && kind !== 'resource-gone' && kind !== 'conflict') return false;
    if (row.startedOver > 0) return false;
    transfers.change(row.id, {
      uploadKey: newId(),
      uploadId: null,
      sha256: hasOtherBytes ? null : row.sha256,
      sent: 0,
      startedOver: 1,
      committing: false,
      state: { kind: 'seen' },
    });
    return true;
  }

  function wait(id: string, reason: 'network' | 'sign-in' | 'server', message: string): void {
    const retryAt = reason === 'sign-in' ? null : clock.now() + retries.schedule(id);
    transfers.change(id, { state: { kind: 'waiting', for: reason, message, retryAt } });
  }

  return {
    done(row, answer) {
      retries.forget(row.id);
      const { id, projectId, note = null } = transfers.get(row.id) ?? row;
      // It was written while the commit was under way.
      if (note !== null && answer.added && answer.file.note !== note)
        notify({ kind: 'late-note', id, late: { projectId, fileId: answer.file.id, note } });
      notify({ kind: 'done', row, answer });
    },
    failed(row, kind, message) {
      const { id } = row;
      const meaning = meaningOf(kind, message);
      if (meaning.kind === 'wait') wait(id, meaning.for, meaning.message);
      else if (startsOver(row, kind) || (kind === 'not-found' && retarget(row)))
        notify({ kind: 'settle-again', id });
      else transfers.change(id, { committing: false, state: meaning.state });
    },
    wait,
  };
}
