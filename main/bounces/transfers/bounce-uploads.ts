import { stat } from 'node:fs/promises';
import { SqliteError } from 'better-sqlite3';
import type { Hold } from '../../../client/common/hold.ts';
import type { Connectivity } from '../../../client/realtime/connectivity.ts';
import type { ServerClient } from '../../../client/session/server-client.ts';
import type { TransferStore } from '../../../client/uploads/transfer-store.ts';
import { createUploadQueue, type UploadQueue } from '../../../client/uploads/upload-queue.ts';
import type { Environment } from '../../../common/environment.ts';
import { bouncesText } from '../../text/bounces.ts';
import type { UploadThrottle } from '../../uploads/http-stack.ts';
import { sendBytes } from '../../uploads/send-bytes.ts';
import type { Disk } from '../disk/disk.ts';
import { identityOf, sameIdentity } from '../disk/file-identity.ts';
import type { Hasher } from '../disk/hasher.ts';
import type { PipelineLogEvent } from '../pipeline.ts';
import type { Clearances } from '../settling/clearances.ts';
import type { TransferRow } from '../store/transfer-table.ts';
import type { KnownBounces } from './known-bounces.ts';

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
  throttle: UploadThrottle;
  hold: Hold;
  environment: Environment;
  log(event: PipelineLogEvent): void;
}): UploadQueue<TransferRow> {
  const { transfers, clearances, known, hasher, disk, client, connectivity, log } = dependencies;
  const { concurrentTransfers, throttle, hold, environment } = dependencies;
  return createUploadQueue<TransferRow>({
    ...{ transfers, client, connectivity, concurrentTransfers, hold, environment, log },
    hash: async ({ path, identity }, signal) =>
      identity ? hasher.hash(path, identity, signal) : { kind: 'changed' },
    send: async ({ path, identity }, options) =>
      identity
        ? sendBytes({ ...options, disk, path, identity, throttle, headers: client.authenticationHeaders })
        : { kind: 'changed' },
    mayTransfer: clearances.mayTransfer,
    isSettled: clearances.isSettled,
    isUnchanged: (row) => isUnchanged(disk, row),
    isKnown: (row) => row.sha256 !== null && known.find(row)?.sha256 === row.sha256,
    retarget: known.retarget,
    explainStoreFailure: (error) => (error instanceof SqliteError ? bouncesText.stateNotWritten : null),
  });
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
