import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTransferStore } from '../../../client/uploads/transfer-store.ts';
import type { UploadQueue } from '../../../client/uploads/upload-queue.ts';
import { systemClock } from '../../../common/clock.ts';
import { systemEnvironment } from '../../../common/environment.ts';
import { createDisk } from '../../../main/bounces/disk/disk.ts';
import { createClearances } from '../../../main/bounces/settling/clearances.ts';
import type { Settler } from '../../../main/bounces/settling/settler.ts';
import { openStore } from '../../../main/bounces/store/open-store.ts';
import { newTransfer } from '../../../main/bounces/transfers/intake.ts';
import type { KnownBounces } from '../../../main/bounces/transfers/known-bounces.ts';
import { createLostFiles } from '../../../main/bounces/transfers/lost-files.ts';
import { createTransferActions } from '../../../main/bounces/transfers/transfer-actions.ts';
import { createTransferFlow } from '../../../main/bounces/transfers/transfer-flow.ts';
import type { TransferState } from '../../../protocol/ipc/transfer.ts';
import { disposeLater, temporaryFolder } from '../../helpers/disposal.ts';
import { until } from '../../helpers/until.ts';

const nothing = () => undefined;

/** One transfer whose file is being hashed, and the ids of the looks that are started. */
async function hashing(rereadAfter = [1, 1, 1]) {
  const environment = systemEnvironment;
  const store = openStore(join(await temporaryFolder(), 'bounces.sqlite'), nothing);
  disposeLater(() => store.close());
  const transfers = createTransferStore({
    table: store.transfers,
    readProject: nothing,
    clock: systemClock,
    log: nothing,
  });
  disposeLater(() => transfers.close());
  const looks: string[] = [];
  const settler: Settler = {
    watch: (id) => void looks.push(id),
    hint: nothing,
    isWatching: () => false,
    forget: nothing,
    stop: nothing,
  };
  const uploadQueue = { halt: nothing, isCarrying: () => true } as unknown as UploadQueue;
  const folderWatches = { isMissing: () => false, isNetwork: () => false };
  const lostFiles = createLostFiles({
    ...{ transfers, uploadQueue, folderWatches, rereadAfter },
    ...{ disk: createDisk(), clock: environment.clock, onError: nothing },
  });
  const flow = createTransferFlow({
    ...{ transfers, settler, uploadQueue, lostFiles, folderWatches, environment },
    ...{ clearances: createClearances(transfers), onError: nothing },
  });
  disposeLater(() => flow.stop());
  const known = {} as KnownBounces;
  const actions = createTransferActions({ transfers, flow, uploadQueue, lostFiles, known, store });
  const details = {
    ...{ bindingId: null, projectId: 'p', path: '/bounces/Groove.wav', size: 5, onlyIfNew: true },
    ...{ target: { kind: 'cut', cutId: 'c' } as const, song: null, cutId: 'c' },
  };
  const row = newTransfer(details, environment);
  transfers.add({ ...row, state: { kind: 'hashing' } });
  return { flow, actions, looks, row, stateOf: () => transfers.get(row.id)?.state };
}

it.each(['EBUSY', 'EMFILE', 'ENOENT', 'ESTALE'])(
  'looks again at a file that can’t be read right now (%s)',
  async (code) => {
    const { flow, looks, row, stateOf } = await hashing();
    flow.couldNotRead(row.id, code);
    expect(looks).toEqual([row.id]);
    expect(stateOf()).toEqual({ kind: 'hashing' });
  },
);

it('fails a transfer whose file may not be read (EACCES)', async () => {
  const { flow, looks, row, stateOf } = await hashing();
  flow.couldNotRead(row.id, 'EACCES');
  expect(looks).toEqual([]);
  expect(stateOf()).toMatchObject({ kind: 'failed', reason: 'unreadable' });
});

it.each(['EIO', 'WORKER'])(
  'looks a few times at a file that the disk fails to read (%s), then fails the transfer',
  async (code) => {
    const { flow, actions, looks, row, stateOf } = await hashing();
    for (let time = 1; time <= 3; time++) {
      flow.couldNotRead(row.id, code);
      expect(stateOf()).toMatchObject({ kind: 'waiting', for: 'disk' });
      await until(() => looks.length === time);
      expect(stateOf()).toEqual({ kind: 'seen' });
    }
    flow.couldNotRead(row.id, code);
    expect(stateOf()).toMatchObject({ kind: 'failed', reason: 'unreadable', retryable: true });
    expect(stateOf()).toHaveProperty('message', expect.stringContaining(code));
    // A retry by the person starts counting from zero.
    actions.retry(row.id);
    expect(looks).toHaveLength(4);
    flow.couldNotRead(row.id, code);
    expect(stateOf()).toMatchObject({ kind: 'waiting', for: 'disk' });
  },
);

it('reads again at once when the person retries, and stops waiting when they pause', async () => {
  const { flow, actions, looks, row, stateOf } = await hashing([60_000, 60_000]);
  flow.couldNotRead(row.id, 'EIO');
  actions.retry(row.id);
  expect(looks).toHaveLength(1);
  flow.couldNotRead(row.id, 'EIO');
  actions.pause(row.id);
  expect(stateOf()).toEqual({ kind: 'paused' });
});

it('reads a file that waits for its disk at once when a scan finds it', async () => {
  const { flow, looks, row, stateOf } = await hashing([60_000]);
  flow.couldNotRead(row.id, 'ETIMEDOUT');
  expect(stateOf()).toHaveProperty('message', expect.stringContaining('file’s volume does not answer'));
  const current = { ...row, state: stateOf() as TransferState };
  flow.notice(current, { device: '1', inode: '2', size: 5, modified: '3' });
  expect(stateOf()).toEqual({ kind: 'seen' });
  expect(looks).toHaveLength(1);
});
