import type { Clock } from '../../common/clock.ts';
import { ownAddress } from '../session/own-address.ts';
import type { ServerClient } from '../session/server-client.ts';
import { clientText } from '../text.ts';
import type { Retries } from './retries.ts';
import { createSpeedEstimate } from './speed.ts';
import type { HashResult, SendOptions, SendResult } from './transfer-results.ts';
import type { TransferStore } from './transfer-store.ts';
import type { UploadEvent } from './upload-event.ts';
import type { UploadOutcomes } from './upload-outcomes.ts';
import { commitUpload, reserveUpload } from './upload-requests.ts';
import type { UploadRow } from './upload-row.ts';

/** Access to files, as an upload queue needs it. */
export type UploadFiles<Row extends UploadRow> = {
  hash(row: Row, signal: AbortSignal): Promise<HashResult>;
  /** Sends what the server doesn't have yet. Makes one attempt. */
  send(row: Row, options: SendOptions): Promise<SendResult>;
  /** Whether bytes may be sent: false for a file that some program still writes. */
  mayTransfer(id: string): boolean;
  /** Whether the file has settled in the state that the row describes. */
  isSettled(id: string): boolean;
  /** Whether the file is in the row's state right now. */
  isUnchanged(row: Row): Promise<boolean>;
  /** Whether these bytes were uploaded from this path before. */
  isKnown(row: Row): boolean;
};

/** The steps of one upload. They end when their signal fires. */
export type UploadSteps = {
  /** Hash, reserve, transfer. */
  carry(id: string, signal: AbortSignal): Promise<void>;
  commit(id: string, uploadId: string, signal: AbortSignal): Promise<void>;
};

export function createUploadSteps<Row extends UploadRow>(parts: {
  transfers: TransferStore<Row>;
  client: ServerClient;
  files: UploadFiles<Row>;
  outcomes: UploadOutcomes<Row>;
  retries: Retries;
  notify(event: UploadEvent<Row>): void;
  clock: Clock;
}): UploadSteps {
  const { transfers, client, files, outcomes, retries, notify, clock } = parts;

  async function ensureHash(
    id: string,
    signal: AbortSignal,
  ): Promise<(Row & { sha256: string }) | undefined> {
    const row = transfers.get(id);
    if (!row) return undefined;
    if (row.sha256 !== null) return { ...row, sha256: row.sha256 };
    transfers.change(id, { state: { kind: 'hashing' } });
    const result = await files.hash(row, signal);
    if (signal.aborted) return undefined;
    if (result.kind === 'changed') {
      notify({ kind: 'settle-again', id });
      return undefined;
    }
    if (result.kind === 'failed') {
      notify({ kind: 'unreadable', id, code: result.code });
      return undefined;
    }
    const { sha256 } = result;
    const changed = transfers.change(id, { sha256, state: { kind: 'hashed' } });
    return changed && { ...changed, sha256 };
  }

  async function transfer(row: Row, tusUrl: string, signal: AbortSignal): Promise<boolean> {
    const { id } = row;
    const address = ownAddress(tusUrl, client.serverUrl);
    if (!address) {
      outcomes.failed(row, 'internal', clientText.notBandMate(client.serverUrl));
      return false;
    }
    const speed = createSpeedEstimate();
    const result = await files.send(row, {
      url: address.href,
      signal,
      onProgress: (sent) => {
        if (signal.aborted) return;
        transfers.progress(id, sent, speed.add(sent, clock.monotonic()), files.isSettled(id));
      },
    });
    if (signal.aborted || result.kind === 'aborted') return false;
    if (result.kind === 'sent') return true;
    if (result.kind === 'failed') outcomes.failed(row, result.failure, result.message);
    else if (result.kind === 'changed') notify({ kind: 'settle-again', id });
    else notify({ kind: 'unreadable', id, code: result.code });
    return false;
  }

  return {
    async carry(id, signal) {
      const row = await ensureHash(id, signal);
      if (!row) return;
      if (files.isKnown(row)) return notify({ kind: 'known', row });

      const { uploadKey, name, size, sha256, target, song, onlyIfNew } = row;
      const wish = { uploadKey, name, size, sha256, target, onlyIfNew, ...(song && { song }) };
      const reserved = await reserveUpload(client, wish, signal);
      if (signal.aborted) return;
      if (!reserved.ok) return outcomes.failed(row, reserved.kind, reserved.message);
      const upload = reserved.data;
      // Either an earlier commit succeeded and its answer was lost, or the project already has these bytes.
      if (upload.state === 'committed') return outcomes.done(row, upload);
      if (upload.state === 'reserved') {
        transfers.change(id, { uploadId: upload.id, sent: upload.offset, state: { kind: 'reserved' } });
        if (!(await transfer(row, upload.tusUrl, signal))) return;
      }
      retries.forget(id);
      const settled = files.isSettled(id);
      transfers.change(id, { uploadId: upload.id, sent: size, state: { kind: 'transferred', settled } });
    },
    async commit(id, uploadId, signal) {
      const row = transfers.get(id);
      if (!row) return;
      if (!row.committing) {
        const unchanged = await files.isUnchanged(row);
        if (signal.aborted) return;
        if (!unchanged || !files.isSettled(id)) return notify({ kind: 'settle-again', id });
      }
      const note = transfers.change(id, { committing: true, state: { kind: 'committing' } })?.note ?? null;
      const answer = await commitUpload(client, uploadId, note === null ? {} : { note }, signal);
      if (signal.aborted) return;
      if (answer.ok) return outcomes.done(row, answer.data);
      if (answer.kind === 'incomplete') {
        // The server lost bytes that it had not secured yet: HEAD returns the offset to continue from.
        transfers.change(id, { committing: false, uploadId: null });
        outcomes.wait(id, 'server', answer.message);
        return notify({ kind: 'settle-again', id });
      }
      // The target is gone, or the server has lost the upload (a restored backup): a new reservation shows which.
      const kind = answer.kind === 'not-found' && row.startedOver === 0 ? 'resource-gone' : answer.kind;
      outcomes.failed(row, kind, answer.message);
    },
  };
}
