import { stat } from 'node:fs/promises';
import { SqliteError } from 'better-sqlite3';
import { createListeners } from '../../../client/common/listeners.ts';
import type { Connectivity } from '../../../client/realtime/connectivity.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import { createUploadQueue, type UploadQueue } from '../../../client/uploads/upload-queue.ts';
import type { Environment } from '../../../common/environment.ts';
import type { CommitAnswer } from '../../../protocol/wire/upload.ts';
import { bouncesText } from '../../text/bounces.ts';
import { sendBytes } from '../../uploads/send-bytes.ts';
import type { Disk } from '../disk/disk.ts';
import { identityOf, sameIdentity } from '../disk/file-identity.ts';
import type { Hasher } from '../disk/hasher.ts';
import type { PipelineLogEvent } from '../pipeline.ts';
import type { Clearances } from '../settling/clearances.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import type { KnownBounces } from './known-bounces.ts';

/** What the upload queue finds out about a file, and others act on. */
export type UploadEvent =
  /** The file changed, can't be found, or has to be sent again. */
  | { kind: 'settle-again'; id: string }
  | { kind: 'unreadable'; id: string; code: string }
  /** These bytes went up from this path before. */
  | { kind: 'known'; row: TransferRow }
  | { kind: 'done'; row: TransferRow; answer: CommitAnswer };

export type BounceUploads = {
  queue: UploadQueue;
  onEvent(listener: (event: UploadEvent) => void): () => void;
};

/** The upload queue over files on this machine's disk. */
export function createBounceUploads(dependencies: {
  transfers: TransferStore<TransferRow>;
  clearances: Clearances;
  known: KnownBounces;
  hasher: Hasher;
  disk: Disk;
  client: ServerClient;
  connectivity: Connectivity;
  concurrentTransfers: number;
  environment: Environment;
  log(event: PipelineLogEvent): void;
}): BounceUploads {
  const { transfers, clearances, known, hasher, disk, client, connectivity, log } = dependencies;
  const { concurrentTransfers, environment } = dependencies;
  const { notify, add: onEvent } = createListeners<UploadEvent>();
  const queue = createUploadQueue<TransferRow>({
    ...{ transfers, client, connectivity, concurrentTransfers, environment, log },
    hash: async ({ path, identity }, signal) =>
      identity ? hasher.hash(path, identity, signal) : { kind: 'changed' },
    send: async ({ path, identity }, options) =>
      identity
        ? sendBytes({ ...options, disk, path, identity, headers: client.authenticationHeaders })
        : { kind: 'changed' },
    mayTransfer: clearances.mayTransfer,
    isSettled: clearances.isSettled,
    isUnchanged: (row) => isUnchanged(disk, row),
    isKnown: (row) => row.sha256 !== null && known.find(row)?.sha256 === row.sha256,
    retarget: known.retarget,
    onKnown: (row) => notify({ kind: 'known', row }),
    onUnreadable: (id, code) => notify({ kind: 'unreadable', id, code }),
    settleAgain: (id) => notify({ kind: 'settle-again', id }),
    onDone: (row, answer) => notify({ kind: 'done', row, answer }),
    explainUnkept: (error) => (error instanceof SqliteError ? bouncesText.stateNotWritten : null),
  });
  return { queue, onEvent };
}

async function isUnchanged(disk: Disk, { path, identity }: TransferRow): Promise<boolean> {
  try {
    const now = identityOf(await disk.run(path, () => stat(path, { bigint: true })));
    return identity !== null && sameIdentity(identity, now);
  } catch {
    // Gone or out of reach.
    return false;
  }
}
